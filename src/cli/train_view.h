/* What one sees of a training run: on a terminal a curve and a bar that are drawn anew, elsewhere a line an evaluation.
 */
#ifndef CLI_TRAIN_VIEW_H
#define CLI_TRAIN_VIEW_H

#include "cli/options.h"
#include "train/history.h"

typedef struct TrainView {
    const Options *options;
    bool live; /* is standard output a terminal? */
    History history;
    int64_t first_step;       /* done before this run began */
    double started, drawn_at; /* seconds on the clock */
    int64_t tokens, step, steps;
    int drawn_lines; /* of the live part, which is the last thing on the screen */
} TrainView;

/* `first_step` steps were done by earlier runs. */
void train_view_init(TrainView *view, const Options *options, int64_t first_step);
void train_view_event(TrainView *view, const TrainEvent *event);

/* Draws a last time, for good. */
void train_view_free(TrainView *view);

#endif
