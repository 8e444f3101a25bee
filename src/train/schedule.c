#include "train/schedule.h"

#include <math.h>

double schedule_rate(const Schedule *s, int64_t step)
{
    if (step < s->warmup)
        return s->rate * (double)(step + 1) / (double)s->warmup;
    if (s->kind == SCHEDULE_CONSTANT)
        return s->rate;
    int64_t last = s->steps - 1 - s->warmup;
    double done = last > 0 ? fmin(1, (double)(step - s->warmup) / (double)last) : 1;
    return s->least + (s->rate - s->least) * 0.5 * (1 + cos(M_PI * done));
}
