#include "figure/scale.h"

#include <math.h>

static void scale_add(Scale *scale, double value)
{
    if (scale->empty || value < scale->low)
        scale->low = value;
    if (scale->empty || value > scale->high)
        scale->high = value;
    scale->empty = false;
}

static void scale_add_matrix(Scale *scale, const Tile *matrix)
{
    if (!matrix->values && !matrix->states) {
        scale->has[CELL_NOT_COMPUTED] |= matrix->rows > 0 && matrix->columns > 0;
        return;
    }
    float low = INFINITY,
          high = -INFINITY; /* apart from *scale, so that they stay in registers: there may be millions */
    for (int row = 0; row < matrix->rows; row++)
        for (int column = 0; column < matrix->columns; column++) {
            CellState state = tile_state(matrix, row, column);
            scale->has[state] = true;
            if (state != CELL_NUMBER)
                continue;
            float value = matrix->values[row * matrix->row_stride + column * matrix->column_stride];
            low = value < low ? value : low;
            high = value > high ? value : high;
        }
    if (low > high)
        return;
    scale_add(scale, (double)low);
    scale_add(scale, (double)high);
}

static void scale_add_floats(Scale *scale, const float *values, int count)
{
    for (int i = 0; i < count; i++) {
        scale->has[isfinite(values[i]) ? CELL_NUMBER : CELL_NAN] = true;
        if (isfinite(values[i]))
            scale_add(scale, values[i]);
    }
}

static void scale_add_shades(Scale *scale, const Text *text)
{
    for (size_t i = 0; i < text->count; i++)
        for (size_t k = 0; k < text->lines[i].count; k++)
            if (text->lines[i].spans[k].shaded)
                scale_add_floats(scale, &text->lines[i].spans[k].value, 1);
}

Scale figure_scale(const Figure *figure)
{
    Scale scale = {.kind = figure->scale_kind, .empty = true};
    switch (figure->kind) {
    case FIGURE_MATRIX:
        scale_add_matrix(&scale, &figure->matrix);
        break;
    case FIGURE_GRID:
        for (int i = 0; i < figure->grid.rows * figure->grid.columns; i++)
            scale_add_matrix(&scale, &figure->grid.tiles[i]);
        if (figure->grid.large)
            scale_add_matrix(&scale, figure->grid.large);
        break;
    case FIGURE_BARS:
        for (int i = 0; i < figure->bars.series_count; i++)
            scale_add_floats(&scale, figure->bars.series[i].y, figure->bars.series[i].count);
        if (!scale.empty) {
            scale_add(&scale, 0);
            scale_add(&scale, figure->bars.full);
        }
        break;
    case FIGURE_LINES:
        for (int i = 0; i < figure->lines.series_count; i++)
            scale_add_floats(&scale, figure->lines.series[i].y, figure->lines.series[i].count);
        break;
    case FIGURE_POINTS:
        scale_add_floats(&scale, figure->points.y, figure->points.count);
        break;
    case FIGURE_PANELS: /* each has its own */
        break;
    case FIGURE_TEXT:
        scale_add_shades(&scale, &figure->text);
        break;
    }
    return scale;
}

Scale figure_scale_x(const Figure *figure)
{
    Scale scale = {.empty = true};
    if (figure->kind == FIGURE_POINTS)
        scale_add_floats(&scale, figure->points.x, figure->points.count);
    if (figure->kind == FIGURE_LINES)
        for (int i = 0; i < figure->lines.series_count; i++)
            scale_add_floats(&scale, figure->lines.series[i].x, figure->lines.series[i].count);
    return scale;
}

double scale_position(const Scale *scale, double value)
{
    if (scale->kind == SCALE_DIVERGING) {
        double reach = fmax(fabs(scale->low), fabs(scale->high));
        return reach > 0 ? 0.5 + 0.5 * value / reach : 0.5;
    }
    double extent = scale->high - scale->low;
    return extent > 0 ? (value - scale->low) / extent : 0.5;
}

int scale_ticks(double low, double high, int most, double ticks[16])
{
    static const double steps[] = {1, 2, 5, 10};
    if (!(high > low) || most < 1 || !isfinite(high - low))
        return 0;
    most = most > 16 ? 16 : most;
    double power = pow(10, floor(log10((high - low) / most)));
    for (int i = 0; i < 8; i++) {
        double step = steps[i % 4] * power * (i >= 4 ? 10 : 1);
        double first = ceil(low / step - 1e-9), last = floor(high / step + 1e-9);
        if (last - first + 1 > most)
            continue;
        int count = (int)(last - first) + 1;
        for (int k = 0; k < count; k++)
            ticks[k] = (first + k) * step;
        return count;
    }
    return 0;
}
