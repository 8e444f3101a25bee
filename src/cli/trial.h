/* Taking the time of a piece of work, fairly.
 *
 * Trials run in turn, A B A B ..., so that a machine whose speed drifts, or that is busy with something else for a
 * while, favours none of them. What counts is the median, and for a ratio the median of the ratios round by round.
 */
#ifndef CLI_TRIAL_H
#define CLI_TRIAL_H

#include "base/status.h"

enum { TRIAL_ROUNDS_MOST = 51 };

typedef struct Trial {
    Status (*run)(void *context, Error *error);
    void *context;
    double seconds[TRIAL_ROUNDS_MOST]; /* of each round */
    int rounds;
} Trial;

/* Runs every trial once without counting, and then all of them round by round until `budget` seconds have gone, three
 * rounds at least. Stops at the first error. */
Status trials_run(Trial *trials, int count, double budget, Error *error);

double trial_seconds(const Trial *trial);                /* the median */
double trial_ratio(const Trial *trial, const Trial *to); /* the median of trial's seconds / to's, round by round */

#endif
