/* Labels of rows, columns, bars and points, as both painters show them. */
#ifndef FIGURE_LABEL_H
#define FIGURE_LABEL_H

#include "figure/figure.h"

enum { LABEL_LENGTH = 128 };

/* A token as it may be shown on one line: its spaces as ␣, control characters and invalid bytes
 * visible. Cut to whole clusters where it would not fit into `out`. Returns `out`. */
const char *label_visible(char out[LABEL_LENGTH], const char *token);

/* What a row or column counts as: its index, where the axis does not say otherwise. */
long label_index(const Axis *axis, int index);

/* The label of a row or column; what it counts as where the axis has no labels. */
const char *label_of(char out[LABEL_LENGTH], const Axis *axis, int index);

/* The style that figure_axis_style gave this label, or `usual`. */
Style label_style(const Axis *axis, int index, Style usual);

#endif
