#include "train/schedule.h"

#include <math.h>

/* From `high` at step `from` to `least` at the last step before `to`. */
static double fall(const Schedule *s, double high, int64_t from, int64_t to, int64_t step)
{
    int64_t last = to - 1 - from;
    double done = last > 0 ? fmin(1, (double)(step - from) / (double)last) : 1;
    return s->least + (high - s->least) * 0.5 * (1 + cos(M_PI * done));
}

double schedule_rate(const Schedule *s, int64_t step)
{
    if (step < s->warmup)
        return s->rate * (double)(step + 1) / (double)s->warmup;
    if (s->kind == SCHEDULE_CONSTANT)
        return s->rate;
    if (s->restart && step >= s->restart)
        return fall(s, s->restart_rate > 0 ? s->restart_rate : s->rate, s->restart, s->steps, step);
    return fall(s, s->rate, s->warmup, s->restart ? s->restart : s->steps, step);
}
