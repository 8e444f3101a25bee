#include "draw/wrap.h"

#include <string.h>

#include "base/utf8.h"

size_t wrap_line(const char *text, size_t length, double width, WrapMeasure *measure, const void *context, size_t *next)
{
    size_t at = 0, space = 0;
    double used = 0;
    while (at < length && text[at] != '\n') {
        size_t bytes = utf8_grapheme(text + at, length - at);
        used += measure(context, text + at, bytes);
        if (used > width && at > 0) {
            if (text[at] != ' ' && !space) {
                *next = at;
                return at;
            }
            size_t end = text[at] == ' ' ? at : space;
            *next = end + 1;
            return end;
        }
        if (text[at] == ' ')
            space = at;
        at += bytes;
    }
    *next = at < length ? at + 1 : at;
    return at;
}

double wrap_cells(const void *context, const char *text, size_t length)
{
    (void)context;
    return utf8_cells(text, length);
}

void wrap_row(Buffer *out, const char *left, int column, const char *text, int width)
{
    int cells = utf8_cells(left, strlen(left));
    size_t next, rest = strlen(text);
    buffer_append_text(out, left);
    if (*left && cells >= column) {
        buffer_append_text(out, "\n");
        cells = 0;
    }
    for (; rest; text += next, rest -= next, cells = 0) {
        size_t length = wrap_line(text, rest, width - column, wrap_cells, NULL, &next);
        buffer_format(out, "%*s%.*s\n", column - cells, "", (int)length, text);
    }
}
