/* The learning rate at each step.
 *
 * It rises in a straight line over the first `warmup` steps, since a fresh model's gradients point anywhere, and then
 * stays, or falls to `least` along half a cosine. At `restart` it may rise at once and fall anew, which finds better
 * weights than the first fall and leaves those of that step as good as a whole run's (Loshchilov and Hutter, "SGDR",
 * arXiv:1608.03983).
 */
#ifndef TRAIN_SCHEDULE_H
#define TRAIN_SCHEDULE_H

#include <stdint.h>

typedef enum ScheduleKind { SCHEDULE_CONSTANT, SCHEDULE_COSINE } ScheduleKind;

typedef struct Schedule {
    ScheduleKind kind;
    double rate;         /* at the end of the warm-up */
    double least;        /* at the last step; cosine only */
    int64_t warmup;      /* steps */
    int64_t steps;       /* of the whole training */
    int64_t restart;     /* the first step that falls anew; 0: none; cosine only */
    double restart_rate; /* of that step; 0: rate */
} Schedule;

/* The rate of step `step`, counted from 0. The first step of a warm-up already has 1/warmup of the rate. */
double schedule_rate(const Schedule *schedule, int64_t step);

#endif
