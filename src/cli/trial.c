#include "cli/trial.h"

#include <stdlib.h>
#include <string.h>

#include "cli/clock.h"

enum { ROUNDS_LEAST = 3 };

static Status trial_run(Trial *trial, Error *error)
{
    double start = clock_seconds();
    TRY(trial->run(trial->context, error));
    trial->seconds[trial->rounds++] = clock_seconds() - start;
    return STATUS_OK;
}

Status trials_run(Trial *trials, int count, double budget, Error *error)
{
    for (int i = 0; i < count; i++) {
        TRY(trials[i].run(trials[i].context, error));
        trials[i].rounds = 0;
    }
    double end = clock_seconds() + budget;
    for (int round = 0; round < TRIAL_ROUNDS_MOST && (round < ROUNDS_LEAST || clock_seconds() < end); round++)
        for (int i = 0; i < count; i++)
            TRY(trial_run(&trials[i], error));
    return STATUS_OK;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *numbers, int count)
{
    qsort(numbers, (size_t)count, sizeof *numbers, by_size);
    return count % 2 ? numbers[count / 2] : (numbers[count / 2 - 1] + numbers[count / 2]) / 2;
}

double trial_seconds(const Trial *trial)
{
    double sorted[TRIAL_ROUNDS_MOST];
    memcpy(sorted, trial->seconds, sizeof sorted);
    return median(sorted, trial->rounds);
}

double trial_ratio(const Trial *trial, const Trial *to)
{
    double ratios[TRIAL_ROUNDS_MOST] = {0};
    for (int i = 0; i < trial->rounds; i++)
        ratios[i] = trial->seconds[i] / to->seconds[i];
    return median(ratios, trial->rounds);
}
