/* What a training run has shown so far: losses, rates, gradients, samples, and how attention to one text has formed.
 *
 * Zero-initialise to start, training_log_free when done. Of steps and samples all are kept. Of patterns at most
 * LOG_PATTERNS are: where they would be more, every second one goes, and from then on they are taken half as often.
 */
#ifndef SESSION_TRAINING_LOG_H
#define SESSION_TRAINING_LOG_H

#include "train/history.h"

enum { LOG_PATTERNS = 256 };

/* One step that was done; `step` counts from 1. */
typedef struct TrainingStep {
    int64_t step;
    double loss, rate, norm;
    double *norms; /* [parts], see train/parts.h; owned */
} TrainingStep;

typedef struct TrainingSample {
    int64_t step;
    char *text; /* prompt and continuation, visible; owned */
} TrainingSample;

/* The attention of every head to the watched text after `step` steps. */
typedef struct TrainingPattern {
    int64_t step;
    float *numbers; /* [layer, head, query, key]; 0 where the mask hides; owned */
} TrainingPattern;

typedef struct TrainingLog {
    History history;
    TrainingStep *steps; /* by rising step */
    TrainingSample *samples;
    TrainingPattern *patterns; /* by rising step */
    size_t step_count, sample_count, pattern_count;
    size_t step_capacity, sample_capacity, pattern_capacity;
    int parts;
    int64_t pattern_every; /* steps between two patterns; 0 is as 1 */
} TrainingLog;

/* Adds what an event tells; `parts` must be set before. */
void training_log_event(TrainingLog *log, const TrainEvent *event);

/* Is a pattern wanted after this step? */
bool training_log_wants(const TrainingLog *log, int64_t step);

/* Takes the numbers over. */
void training_log_pattern(TrainingLog *log, int64_t step, float *numbers);

/* Forgets the patterns: another text is watched. */
void training_log_clear_patterns(TrainingLog *log);

void training_log_free(TrainingLog *log);

/* The newest that is not after `step`; NULL where there is none. */
const TrainingStep *training_log_step(const TrainingLog *log, int64_t step);
const TrainingPattern *training_log_pattern_at(const TrainingLog *log, int64_t step);
const LossPoint *training_log_held_out(const TrainingLog *log, int64_t step);

/* The newest sample's step that is not after `step`; -1 where there is none. */
int64_t training_log_sample_step(const TrainingLog *log, int64_t step);

#endif
