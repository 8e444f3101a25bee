/* One matrix with its axes and colour bar. */
#include <math.h>

#include "draw/palette.h"
#include "draw/pixels_part.h"
#include "figure/number.h"

enum {
    PLOT_SIDE = 720,
    CELL_MOST = 42,
    NUMBER_CELL_WIDTH = 60,
    DIGIT_WIDTH = 6, /* more of them than usual take more room */
    NUMBER_CELL_HEIGHT = 24,
    TEXT_CELL_WIDTH = 96,
    NAME_ROOM = 26,
    LEGEND_GAP = 28
};

typedef struct Layout {
    AxisPlan rows, columns;
    int plot_left, plot_width, plot_height, width, height;
    Size legend;
} Layout;

static Layout matrix_layout(const PixelsPainter *painter)
{
    const Tile *matrix = &painter->figure->matrix;
    int longest = matrix->rows > matrix->columns ? matrix->rows : matrix->columns;
    int cell = painter->cell > 0 ? painter->cell : longest > 0 ? PLOT_SIDE / longest : CELL_MOST;
    cell = cell < 1 ? 1 : painter->cell <= 0 && cell > CELL_MOST ? CELL_MOST : cell;
    bool numbers = painter->figure->show == SHOW_NUMBERS, texts = !numbers && matrix->texts;
    int width = numbers ? NUMBER_CELL_WIDTH + DIGIT_WIDTH * painter->figure->digits : texts ? TEXT_CELL_WIDTH : cell;
    Layout layout = {
        .rows = axis_plan_rows(painter, matrix->rows, numbers || texts ? NUMBER_CELL_HEIGHT : cell),
        .columns = axis_plan_columns(painter, matrix->columns, width),
    };
    layout.plot_width = matrix->columns * layout.columns.cell;
    layout.plot_height = matrix->rows * layout.rows.cell;
    layout.plot_left = NAME_ROOM + layout.rows.extent;
    if (axis_overhang(&layout.columns) > layout.plot_left)
        layout.plot_left = axis_overhang(&layout.columns);
    layout.legend = legend_size(painter, layout.plot_height);
    layout.width = layout.plot_left + layout.plot_width + LEGEND_GAP + (int)layout.legend.width;
    int below = layout.plot_height + layout.columns.extent + NAME_ROOM;
    layout.height = below > layout.legend.height ? below : (int)layout.legend.height;
    return layout;
}

static Size matrix_size(const PixelsPainter *painter)
{
    const Tile *matrix = &painter->figure->matrix;
    if (matrix->rows > IMAGE_SIDE_MOST || matrix->columns > IMAGE_SIDE_MOST)
        return (Size){matrix->columns, matrix->rows};
    Layout layout = matrix_layout(painter);
    return (Size){layout.width, layout.height};
}

/* A black frame with a white one around it shows on every colour. */
static void draw_cursor(const PixelsPainter *painter, const Layout *layout, int left, int top)
{
    const Figure *figure = painter->figure;
    int row = figure->cursor_row, column = figure->cursor_column, width = layout->columns.cell,
        height = layout->rows.cell;
    if (!figure->has_cursor || row < 0 || row >= figure->matrix.rows || column < 0 || column >= figure->matrix.columns)
        return;
    int x = left + column * width, y = top + row * height;
    image_frame(painter->image, x, y, width - 1, height - 1, (Rgb){0, 0, 0});
    image_frame(painter->image, x - 1, y - 1, width + 1, height + 1, (Rgb){255, 255, 255});
    image_frame(painter->image, x - 2, y - 2, width + 3, height + 3, (Rgb){0, 0, 0});
}

static void matrix_draw(const PixelsPainter *painter, int x, int y)
{
    Layout layout = matrix_layout(painter);
    int left = x + layout.plot_left, bottom = y + layout.plot_height;
    pixels_cells(painter, &painter->figure->matrix, left, y, layout.columns.cell, layout.rows.cell);
    axis_draw_rows(painter, &layout.rows, left, y);
    axis_draw_columns(painter, &layout.columns, left, bottom);
    axis_draw_names(painter, left - layout.rows.extent - NAME_ROOM, y + layout.plot_height / 2,
                    bottom + layout.columns.extent + 14, left, left + layout.plot_width);
    legend_draw(painter, left + layout.plot_width + LEGEND_GAP, y, layout.plot_height);
    draw_cursor(painter, &layout, left, y);
}

const PixelsPart pixels_matrix = {matrix_size, matrix_draw};
