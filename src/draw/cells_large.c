/* A grid whose tiles are thumbnails: the focused one in full, and all of them beside it, rows and columns with names.
 *
 *          H0   H1   H2
 *     L0   ▀▄   ▄▀ ▸ ▀▀
 */
#include <string.h>

#include "base/utf8.h"
#include "draw/cells_part.h"

enum { WIDTH_FOR_BOTH = 50, TILE_LEAST = 2, TILE_MOST = 12, HEIGHT_FOR_GAP = 4 };

/* The strip of thumbnails: how large each is, its place included, and which are in sight. */
typedef struct Strip {
    Rect rect;
    int names; /* cells of the names of rows */
    int width, height, first_row, first_column, down, across;
} Strip;

static int at_most(int value, int most)
{
    return value < most ? value : most;
}

static int at_least(int value, int least)
{
    return value > least ? value : least;
}

static int names_width(const Grid *grid)
{
    int longest = 0;
    for (int i = 0; i < grid->rows && grid->row_names; i++)
        longest = at_least(utf8_cells(grid->row_names[i], strlen(grid->row_names[i])), longest);
    return longest + 1;
}

/* At the right, at most half of the room, one cell of it a gap. */
static Strip strip_of(const CellsPainter *painter, Rect *rect)
{
    const Grid *grid = &painter->figure->grid;
    const Tile *tile = &grid->tiles[0];
    int per_line = cells_has_heat(painter) ? 2 : 1;
    Strip strip = {.names = names_width(grid)};
    int room = rect->width / 2 - strip.names - 1;
    strip.width = 1 + at_least(at_most(at_most(tile->columns, TILE_MOST), room / grid->columns - 1), TILE_LEAST);
    int wanted = strip.names + grid->columns * strip.width + 1;
    strip.rect = rect_cut_right(rect, at_most(wanted, rect->width / 2));
    rect_cut_left(&strip.rect, 1);
    int lines = strip.rect.height - 1, each = at_least(lines / grid->rows, 1);
    strip.height = at_most(each, (tile->rows + per_line - 1) / per_line + 1);
    strip.down = at_most(grid->rows, at_least(lines / strip.height, 1));
    strip.across = at_most(grid->columns, at_least((strip.rect.width - strip.names) / strip.width, 1));
    strip.first_row = cells_first_shown(grid->rows, strip.down, true, grid->focus / grid->columns);
    strip.first_column = cells_first_shown(grid->columns, strip.across, true, grid->focus % grid->columns);
    return strip;
}

static void draw_names(const CellsPainter *painter, const Strip *strip)
{
    const Grid *grid = &painter->figure->grid;
    int focus_row = grid->focus / grid->columns, focus_column = grid->focus % grid->columns;
    for (int i = 0; i < strip->across && grid->column_names; i++) {
        int column = strip->first_column + i;
        Rect place = {strip->rect.x + strip->names + i * strip->width, strip->rect.y, strip->width, 1};
        bool chosen = column == focus_column;
        bool fits = utf8_cells(grid->column_names[column], strlen(grid->column_names[column])) < strip->width;
        rect_cut_left(&place, fits);
        canvas_put(painter->canvas, rect_intersect(place, strip->rect), place.x, place.y,
                   chosen ? STYLE_CURSOR : STYLE_AXIS, grid->column_names[column]);
    }
    for (int i = 0; i < strip->down && grid->row_names; i++) {
        int row = strip->first_row + i;
        canvas_put(painter->canvas, strip->rect, strip->rect.x, strip->rect.y + 1 + i * strip->height,
                   row == focus_row ? STYLE_CURSOR : STYLE_AXIS, grid->row_names[row]);
    }
}

static void draw_thumbnail(const CellsPainter *painter, const Strip *strip, int row, int column)
{
    const Grid *grid = &painter->figure->grid;
    int index = row * grid->columns + column;
    Rect place = {strip->rect.x + strip->names + (column - strip->first_column) * strip->width,
                  strip->rect.y + 1 + (row - strip->first_row) * strip->height, strip->width, strip->height};
    place = rect_intersect(place, strip->rect);
    if (painter->probe && rect_has(place, painter->probe->x, painter->probe->y))
        painter->probe->thumbnail = index + 1;
    Rect mark = rect_cut_left(&place, 1);
    if (strip->height >= HEIGHT_FOR_GAP)
        place.height--;
    if (index == grid->focus)
        canvas_put(painter->canvas, mark, mark.x, mark.y, STYLE_CURSOR, "▸");
    cells_thumbnail(painter, place, &grid->tiles[index]);
}

void cells_large(const CellsPainter *painter, Rect rect)
{
    const Grid *grid = &painter->figure->grid;
    if (rect.width >= WIDTH_FOR_BOTH && grid->rows * grid->columns > 1 && rect.height > 2) {
        Strip strip = strip_of(painter, &rect);
        draw_names(painter, &strip);
        for (int row = strip.first_row; row < strip.first_row + strip.down; row++)
            for (int column = strip.first_column; column < strip.first_column + strip.across; column++)
                draw_thumbnail(painter, &strip, row, column);
    }
    cells_one_matrix(painter, rect, grid->large);
}
