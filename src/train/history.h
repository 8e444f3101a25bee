/* How the losses of a training run went, and the log file that remembers it: JSON lines
 *
 *     {"step":120,"loss":2.3456,"learning_rate":0.001,"norm":0.71,"tokens":245760}
 *     {"step":120,"held_out_loss":2.41}
 *
 * A run that went on from a checkpoint says some steps again: what came later counts.
 */
#ifndef TRAIN_HISTORY_H
#define TRAIN_HISTORY_H

#include "base/buffer.h"
#include "train/trainer.h"

typedef struct LossPoint {
    int64_t step;
    double loss; /* nats */
} LossPoint;

typedef struct LossCurve {
    LossPoint *points; /* by rising step */
    size_t count, capacity;
} LossCurve;

/* Zero-initialise to start; history_free when done. */
typedef struct History {
    LossCurve training, held_out;
} History;

/* Adds steps and evaluations; other events change nothing. */
void history_add(History *history, const TrainEvent *event);
void history_free(History *history);

/* The mean loss of the newest `count` steps; NaN where there are none. */
double history_recent(const LossCurve *curve, size_t count);

/* Appends the log's line for an event: nothing for events that it does not hold. */
void history_append_line(const TrainEvent *event, Buffer *out);

/* Reads a log. Errors name the file and the line; a last line without its end, as a killed run leaves it, is passed
 * over. */
Status history_read(const char *path, History *out, Error *error);

#endif
