#include "cli/print.h"

#include <stdio.h>

void print_text(const Options *options, const char *text, size_t length)
{
    Buffer visible = {0};
    if (option_given(options, OPTION_RAW))
        buffer_append(&visible, text, length);
    else
        buffer_append_visible(&visible, text, length);
    fwrite(buffer_text(&visible), 1, visible.length, stdout);
    buffer_free(&visible);
}

void print_buffer(Buffer *buffer)
{
    fwrite(buffer_text(buffer), 1, buffer->length, stdout);
    if (buffer->length && buffer->bytes[buffer->length - 1] != '\n')
        putchar('\n');
    buffer_free(buffer);
}
