#include "base/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"

static char *buffer_room(Buffer *buffer, size_t length)
{
    buffer->bytes = memory_grow(buffer->bytes, &buffer->capacity, buffer->length + length + 1, 1);
    return buffer->bytes + buffer->length;
}

void buffer_append(Buffer *buffer, const void *bytes, size_t length)
{
    char *end = buffer_room(buffer, length);
    if (length)
        memcpy(end, bytes, length);
    end[length] = '\0';
    buffer->length += length;
}

void buffer_append_text(Buffer *buffer, const char *text)
{
    buffer_append(buffer, text, strlen(text));
}

void buffer_format(Buffer *buffer, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length > 0) {
        vsnprintf(buffer_room(buffer, (size_t)length), (size_t)length + 1, format, again);
        buffer->length += (size_t)length;
    }
    va_end(again);
}

void buffer_append_visible(Buffer *buffer, const char *text, size_t length)
{
    size_t most = utf8_visible(NULL, 0, text, length, UTF8_LINES);
    char *end = buffer_room(buffer, most);
    buffer->length += utf8_visible(end, most + 1, text, length, UTF8_LINES);
}

const char *buffer_text(const Buffer *buffer)
{
    return buffer->bytes ? buffer->bytes : "";
}

void buffer_clear(Buffer *buffer)
{
    buffer->length = 0;
    if (buffer->bytes)
        buffer->bytes[0] = '\0';
}

void buffer_free(Buffer *buffer)
{
    free(buffer->bytes);
    *buffer = (Buffer){0};
}

char *buffer_take(Buffer *buffer)
{
    buffer_append(buffer, "", 0);
    char *bytes = buffer->bytes;
    *buffer = (Buffer){0};
    return bytes;
}
