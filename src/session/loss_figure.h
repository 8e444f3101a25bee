/* The losses of a training run as a figure of lines. */
#ifndef SESSION_LOSS_FIGURE_H
#define SESSION_LOSS_FIGURE_H

#include "figure/figure.h"
#include "train/history.h"

/* Fills an initialised figure. Of the training loss each of at most `points` points is the mean of several steps; held
 * out losses are shown as they are. */
void loss_figure(const History *history, int points, Figure *figure);

#endif
