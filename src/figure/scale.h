/* The scale of a figure: derived from its data each time, so that no legend can be stale. */
#ifndef FIGURE_SCALE_H
#define FIGURE_SCALE_H

#include <stdbool.h>

#include "figure/figure.h"

typedef struct Scale {
    ScaleKind kind;
    bool empty;            /* no number at all: low and high are 0 */
    double low, high;      /* the least and greatest finite number shown (of bars: 0 belongs to them) */
    bool has[CELL_STATES]; /* which states occur: what a legend must explain */
} Scale;

/* Over every CELL_NUMBER cell of a matrix or of all tiles; over the shades of a text; over the finite lengths of bars
 * (with 0) and the finite y of lines and points. */
Scale figure_scale(const Figure *figure);

/* The finite x of lines and points. */
Scale figure_scale_x(const Figure *figure);

/* Where `value` lies in a colour map, 0 to 1. Sequential: low at 0, high at 1. Diverging: zero at
 * 0.5, the greatest magnitude at an end. The middle where the scale has no extent. */
double scale_position(const Scale *scale, double value);

/* Round numbers for ticks: fills ticks[] ascending with multiples of 1, 2 or 5 x 10^n within
 * [low, high], at most `most` (<= 16) of them; returns how many. */
int scale_ticks(double low, double high, int most, double ticks[16]);

#endif
