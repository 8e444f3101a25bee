/* Breaking text into lines, at spaces where there are any, in whatever unit the caller measures. */
#ifndef DRAW_WRAP_H
#define DRAW_WRAP_H

#include <stddef.h>

/* How wide `length` bytes of valid UTF-8 are. */
typedef double WrapMeasure(const void *context, const char *text, size_t length);

/* Bytes of the first line of `text` that fit into `width`: at least one cluster, so that one always
 * gets on. *next is where the following line starts (after the space that was broken at). */
size_t wrap_line(const char *text, size_t length, double width, WrapMeasure *measure, const void *context,
                 size_t *next);

/* Measures in terminal cells; context is not used. */
double wrap_cells(const void *context, const char *text, size_t length);

#endif
