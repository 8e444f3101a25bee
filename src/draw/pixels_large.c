/* A grid whose tiles are thumbnails, in pixels: the focused one in full, all of them beside it. */
#include "draw/palette.h"
#include "draw/pixels_part.h"

enum { BESIDE = 40, THUMBNAIL_SIDE = 72, THUMBNAIL_GAP = 8, NAMES = 34, NAMES_ABOVE = 18 };

/* The focused tile as a figure of its own, which the other part draws. It borrows all from `painter`. */
static Figure large_figure(const PixelsPainter *painter)
{
    Figure figure = *painter->figure;
    Tile large = *painter->figure->grid.large;
    figure.kind = FIGURE_MATRIX;
    figure.matrix = large;
    return figure;
}

static int thumbnail_cell(const Tile *tile)
{
    int longest = tile->rows > tile->columns ? tile->rows : tile->columns;
    int cell = longest > 0 ? THUMBNAIL_SIDE / longest : THUMBNAIL_SIDE;
    return cell > 0 ? cell : 1;
}

static Size thumbnails_size(const Grid *grid)
{
    const Tile *tile = &grid->tiles[0];
    int cell = thumbnail_cell(tile);
    return (Size){NAMES + (long)grid->columns * (tile->columns * cell + THUMBNAIL_GAP),
                  NAMES_ABOVE + (long)grid->rows * (tile->rows * cell + THUMBNAIL_GAP)};
}

Size pixels_large_size(const PixelsPainter *painter)
{
    Figure figure = large_figure(painter);
    PixelsPainter part = *painter;
    part.figure = &figure;
    Size large = pixels_matrix.size(&part), small = thumbnails_size(&painter->figure->grid);
    return (Size){large.width + BESIDE + small.width, large.height > small.height ? large.height : small.height};
}

static void draw_name(const PixelsPainter *painter, const char *name, int x, int y, bool chosen)
{
    FontPen pen = {.x = x, .y = y, .size = TICK_SIZE, .color = palette_style(STYLE_AXIS)};
    pen.face = chosen ? FONT_BOLD : FONT_REGULAR;
    pixels_put(painter, pen, ALIGN_LEFT, name);
}

static void draw_thumbnails(const PixelsPainter *painter, int x, int y)
{
    const Grid *grid = &painter->figure->grid;
    const Tile *tile = &grid->tiles[0];
    int cell = thumbnail_cell(tile), across = tile->columns * cell + THUMBNAIL_GAP;
    int down = tile->rows * cell + THUMBNAIL_GAP;
    for (int i = 0; i < grid->columns && grid->column_names; i++)
        draw_name(painter, grid->column_names[i], x + NAMES + i * across, y + NAMES_ABOVE - 6,
                  i == grid->focus % grid->columns);
    for (int i = 0; i < grid->rows && grid->row_names; i++)
        draw_name(painter, grid->row_names[i], x, y + NAMES_ABOVE + i * down + TICK_SIZE,
                  i == grid->focus / grid->columns);
    for (int i = 0; i < grid->rows * grid->columns; i++) {
        int left = x + NAMES + i % grid->columns * across, top = y + NAMES_ABOVE + i / grid->columns * down;
        pixels_cells(painter, &grid->tiles[i], left, top, cell, cell);
        if (i == grid->focus)
            for (int width = 2; width < 4; width++)
                image_frame(painter->image, left - width, top - width, across - THUMBNAIL_GAP + 2 * width,
                            down - THUMBNAIL_GAP + 2 * width, palette_style(STYLE_NORMAL));
    }
}

void pixels_large_draw(const PixelsPainter *painter, int x, int y)
{
    Figure figure = large_figure(painter);
    PixelsPainter part = *painter;
    part.figure = &figure;
    pixels_matrix.draw(&part, x, y);
    draw_thumbnails(painter, x + (int)pixels_matrix.size(&part).width + BESIDE, y);
}
