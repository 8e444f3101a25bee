#include "draw/plot.h"

#include <math.h>

static PlotAxis plot_axis(Scale scale, bool log)
{
    PlotAxis axis = {scale.low, scale.high, log};
    if (log) {
        axis.low = log10(scale.low);
        axis.high = log10(scale.high);
    }
    double extent = axis.high - axis.low;
    double margin = extent > 0 ? 0.03 * extent : 0.5;
    axis.low -= margin;
    axis.high += margin;
    return axis;
}

Plot plot_of(const Figure *figure)
{
    Scale x = figure_scale_x(figure), y = figure_scale(figure);
    bool log = figure->kind == FIGURE_LINES && figure->lines.log_y && y.low > 0;
    return (Plot){.x = plot_axis(x, false), .y = plot_axis(y, log), .empty = x.empty || y.empty};
}

double plot_place(const PlotAxis *axis, double value)
{
    double at = axis->log ? (value > 0 ? log10(value) : NAN) : value;
    return isfinite(at) ? (at - axis->low) / (axis->high - axis->low) : NAN;
}

/* Powers of ten, with 2 and 5 times them where there are few. */
static int plot_log_ticks(const PlotAxis *axis, int most, double ticks[16])
{
    static const double steps[] = {1, 2, 5};
    for (int kinds = 3; kinds >= 1; kinds -= 2) {
        int count = 0;
        bool fits = true;
        for (int power = (int)floor(axis->low); power <= axis->high; power++)
            for (int i = 0; i < kinds; i++) {
                double place = power + log10(steps[i]);
                if (place < axis->low || place > axis->high)
                    continue;
                fits = fits && count < most;
                if (fits)
                    ticks[count++] = steps[i] * pow(10, power);
            }
        if (fits)
            return count;
    }
    return 0;
}

int plot_ticks(const PlotAxis *axis, int most, double ticks[16])
{
    most = most > 16 ? 16 : most;
    return axis->log ? plot_log_ticks(axis, most, ticks) : scale_ticks(axis->low, axis->high, most, ticks);
}
