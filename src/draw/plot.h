/* The axes of a plot: numbers to places between 0 and 1, shared by both painters. */
#ifndef DRAW_PLOT_H
#define DRAW_PLOT_H

#include "figure/scale.h"

typedef struct PlotAxis {
    double low, high; /* low < high; logarithms base 10 where `log` */
    bool log;
} PlotAxis;

typedef struct Plot {
    PlotAxis x, y;
    bool empty; /* nothing finite to plot */
} Plot;

/* The axes of a figure of lines or points, a little wider than the data. */
Plot plot_of(const Figure *figure);

/* 0 at the axis's low end, 1 at its high end; NaN for what cannot be on it. */
double plot_place(const PlotAxis *axis, double value);

/* Values to label, at most `most` (<= 16). */
int plot_ticks(const PlotAxis *axis, int most, double ticks[16]);

#endif
