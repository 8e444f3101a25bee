/* A growing string of bytes. Zero-initialise to start; buffer_free when done.
 *
 * `bytes` is always terminated once anything was appended, so that text in it can be printed; the
 * terminator is not counted in `length`, and the content may itself contain zero bytes.
 */
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include <stddef.h>

typedef struct Buffer {
    char *bytes;
    size_t length, capacity;
} Buffer;

void buffer_append(Buffer *buffer, const void *bytes, size_t length);
void buffer_append_text(Buffer *buffer, const char *text);
__attribute__((format(printf, 2, 3))) void buffer_format(Buffer *buffer, const char *format, ...);

/* Text from outside, as it may be shown: see utf8_visible. Tabs and newlines stay. */
void buffer_append_visible(Buffer *buffer, const char *text, size_t length);

/* The content as a terminated string ("" while empty); owned by the buffer. */
const char *buffer_text(const Buffer *buffer);

void buffer_clear(Buffer *buffer); /* keeps the memory */
void buffer_free(Buffer *buffer);

/* Hands the bytes (terminated) to the caller, who free()s them; the buffer is empty afterwards. */
char *buffer_take(Buffer *buffer);

#endif
