/* A grid of matrices that share axes and colour bar: labels stand at the outer tiles alone. */
#include <math.h>

#include "draw/palette.h"
#include "draw/pixels_part.h"

enum { GRID_SIDE = 1500, TILE_CELL_MOST = 14, TILE_GAP = 14, CAPTION = 20, NAME_ROOM = 26, LEGEND_GAP = 28 };

typedef struct Layout {
    AxisPlan rows, columns;
    int tile_width, tile_height; /* of the cells alone */
    int plot_left, plot_width, plot_height;
    Size legend;
} Layout;

/* Cells as large as the page allows, one pixel at the least. */
static int grid_cell(const PixelsPainter *painter)
{
    const Grid *grid = &painter->figure->grid;
    const Tile *tile = &grid->tiles[0];
    if (painter->cell > 0)
        return painter->cell;
    long across = (long)grid->columns * tile->columns, down = (long)grid->rows * tile->rows;
    long most = across > down ? across : down, cell = most > 0 ? GRID_SIDE / most : TILE_CELL_MOST;
    return cell < 1 ? 1 : cell > TILE_CELL_MOST ? TILE_CELL_MOST : (int)cell;
}

static Layout grid_layout(const PixelsPainter *painter)
{
    const Grid *grid = &painter->figure->grid;
    const Tile *tile = &grid->tiles[0];
    int cell = grid_cell(painter);
    Layout layout = {
        .rows = axis_plan_rows(painter, tile->rows, cell),
        .columns = axis_plan_columns(painter, tile->columns, cell),
        .tile_width = tile->columns * cell,
        .tile_height = tile->rows * cell,
    };
    layout.plot_left = NAME_ROOM + layout.rows.extent;
    if (axis_overhang(&layout.columns) > layout.plot_left)
        layout.plot_left = axis_overhang(&layout.columns);
    layout.plot_width = grid->columns * (layout.tile_width + TILE_GAP) - TILE_GAP;
    layout.plot_height = grid->rows * (layout.tile_height + TILE_GAP + CAPTION) - TILE_GAP;
    layout.legend = legend_size(painter, layout.plot_height - CAPTION);
    return layout;
}

/* More tiles than any picture holds would overflow the layout's numbers. */
static bool grid_is_too_large(const Grid *grid)
{
    const Tile *tile = &grid->tiles[0];
    return (long)grid->columns * (tile->columns + TILE_GAP) > IMAGE_SIDE_MOST ||
           (long)grid->rows * (tile->rows + TILE_GAP) > IMAGE_SIDE_MOST;
}

static Size grid_size(const PixelsPainter *painter)
{
    const Grid *grid = &painter->figure->grid;
    if (grid->rows <= 0 || grid->columns <= 0)
        return (Size){0, 0};
    if (grid->large)
        return pixels_large_size(painter);
    if (grid_is_too_large(grid))
        return (Size){(long)grid->columns * grid->tiles[0].columns + IMAGE_SIDE_MOST,
                      (long)grid->rows * grid->tiles[0].rows + IMAGE_SIDE_MOST};
    Layout layout = grid_layout(painter);
    long below = layout.plot_height + layout.columns.extent + NAME_ROOM;
    return (Size){
        .width = layout.plot_left + layout.plot_width + LEGEND_GAP + layout.legend.width,
        .height = below > layout.legend.height + CAPTION ? below : layout.legend.height + CAPTION,
    };
}

static void draw_tile(const PixelsPainter *painter, const Layout *layout, int index, int left, int top)
{
    const Grid *grid = &painter->figure->grid;
    const Tile *tile = &grid->tiles[index];
    bool focused = grid->has_focus && index == grid->focus;
    FontPen pen = {.x = left, .y = top + CAPTION - 6, .size = TICK_SIZE, .color = palette_style(STYLE_AXIS)};
    pen.face = focused ? FONT_BOLD : FONT_REGULAR;
    pixels_put_short(painter, pen, ALIGN_LEFT, layout->tile_width + TILE_GAP - 4, tile->caption);
    top += CAPTION;
    pixels_cells(painter, tile, left, top, layout->columns.cell, layout->rows.cell);
    if (index % grid->columns == 0)
        axis_draw_rows(painter, &layout->rows, left, top);
    if (index / grid->columns == grid->rows - 1)
        axis_draw_columns(painter, &layout->columns, left, top + layout->tile_height);
}

static void grid_draw(const PixelsPainter *painter, int x, int y)
{
    const Grid *grid = &painter->figure->grid;
    if (grid->rows <= 0 || grid->columns <= 0)
        return;
    if (grid->large) {
        pixels_large_draw(painter, x, y);
        return;
    }
    Layout layout = grid_layout(painter);
    int left = x + layout.plot_left;
    for (int i = 0; i < grid->rows * grid->columns; i++)
        draw_tile(painter, &layout, i, left + i % grid->columns * (layout.tile_width + TILE_GAP),
                  y + i / grid->columns * (layout.tile_height + TILE_GAP + CAPTION));
    axis_draw_names(painter, left - layout.rows.extent - NAME_ROOM, y + layout.plot_height / 2,
                    y + layout.plot_height + layout.columns.extent + 14, left, left + layout.plot_width);
    legend_draw(painter, left + layout.plot_width + LEGEND_GAP, y + CAPTION, layout.plot_height - CAPTION);
}

const PixelsPart pixels_grid = {grid_size, grid_draw};
