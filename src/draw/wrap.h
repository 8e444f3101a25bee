/* Breaking text into lines, at spaces where there are any, in whatever unit the caller measures. */
#ifndef DRAW_WRAP_H
#define DRAW_WRAP_H

#include <stddef.h>

#include "base/buffer.h"

/* How wide `length` bytes of valid UTF-8 are. */
typedef double WrapMeasure(const void *context, const char *text, size_t length);

/* Bytes of the first line of `text` that fit into `width`: at least one cluster, so that one always
 * gets on. *next is where the following line starts (after the space that was broken at). */
size_t wrap_line(const char *text, size_t length, double width, WrapMeasure *measure, const void *context,
                 size_t *next);

/* Measures in terminal cells; context is not used. */
double wrap_cells(const void *context, const char *text, size_t length);

/* A row of two columns: `left`, and from cell `column` on `text`, wrapped to lines of `width` cells. A `left` that
 * reaches into the other column has a line of its own. */
void wrap_row(Buffer *out, const char *left, int column, const char *text, int width);

#endif
