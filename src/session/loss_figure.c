#include "session/loss_figure.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/translate.h"

/* Points `from` to `to` as one: their mean, at the last one's step. */
static LossPoint mean_of(const LossCurve *curve, size_t from, size_t to)
{
    LossPoint mean = {.step = curve->points[to - 1].step};
    for (size_t i = from; i < to; i++)
        mean.loss += curve->points[i].loss / (double)(to - from);
    return mean;
}

static void add_series(Figure *figure, const char *name, const LossCurve *curve, size_t most)
{
    size_t count = curve->count < most ? curve->count : most;
    float *x = memory_new(2 * count + 1, sizeof *x), *y = x + count;
    for (size_t i = 0; i < count; i++) {
        LossPoint point = mean_of(curve, curve->count * i / count, curve->count * (i + 1) / count);
        x[i] = (float)point.step;
        y[i] = (float)point.loss;
    }
    if (count)
        figure_lines_series(figure, name, (int)count, x, y);
    free(x);
}

void loss_figure(const History *history, int points, Figure *figure)
{
    figure_title(figure, "%s", _("loss"));
    figure_lines(figure, _("step"), _("nats per token"));
    add_series(figure, _("training"), &history->training, (size_t)points);
    add_series(figure, _("held out"), &history->held_out, history->held_out.count);
}
