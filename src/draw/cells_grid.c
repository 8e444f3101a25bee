/* A grid of matrices: thumbnails of all tiles, or one tile in full with the others beside it. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "draw/cells_part.h"

#include "base/translate.h"

enum { TILE_LEAST_WIDTH = 6, TILE_LEAST_HEIGHT = 4, WIDTH_FOR_BOTH = 50, HEIGHT_FOR_LEGEND = 4 };

/* Which block of a matrix one cell of a thumbnail stands for. */
typedef struct Block {
    int first_row, end_row, first_column, end_column;
} Block;

/* What a thumbnail shows of a block: the number farthest from zero, unless an error hides in it. */
static HalfCell block_summary(const Tile *matrix, Block block)
{
    HalfCell summary = {.state = CELL_NOT_COMPUTED};
    static const int rank[CELL_STATES] = {
        [CELL_NOT_COMPUTED] = 0, [CELL_MASKED] = 1, [CELL_NUMBER] = 2, [CELL_NAN] = 3};
    for (int row = block.first_row; row < block.end_row; row++)
        for (int column = block.first_column; column < block.end_column; column++) {
            CellState state = tile_state(matrix, row, column);
            float value = tile_value(matrix, row, column);
            bool stronger = state == CELL_NUMBER && summary.state == CELL_NUMBER && fabsf(value) > fabsf(summary.value);
            if (rank[state] > rank[summary.state] || stronger)
                summary = (HalfCell){state, value};
        }
    return summary;
}

static HalfCell thumbnail_at(const Tile *matrix, int x, int y, int width, int height)
{
    long rows = matrix->rows, columns = matrix->columns;
    return block_summary(matrix, (Block){
                                     .first_row = (int)(y * rows / height),
                                     .end_row = (int)((y + 1) * rows / height),
                                     .first_column = (int)(x * columns / width),
                                     .end_column = (int)((x + 1) * columns / width),
                                 });
}

static void draw_sign(const CellsPainter *painter, Rect rect, int x, int y, HalfCell cell)
{
    bool number = cell.state == CELL_NUMBER;
    canvas_put(painter->canvas, rect, x, y, cells_state_style(cell.state),
               number ? cells_digit(painter, cell.value) : cells_state_sign(cell.state));
}

void cells_thumbnail(const CellsPainter *painter, Rect rect, const Tile *matrix)
{
    int per_line = cells_has_heat(painter) ? 2 : 1;
    int width = matrix->columns < rect.width ? matrix->columns : rect.width;
    int height = matrix->rows < rect.height * per_line ? matrix->rows : rect.height * per_line;
    for (int y = 0; y < height; y += per_line)
        for (int x = 0; x < width; x++) {
            HalfCell top = thumbnail_at(matrix, x, y, width, height), bottom = {.state = CELL_NOT_COMPUTED};
            if (per_line == 2 && y + 1 < height)
                bottom = thumbnail_at(matrix, x, y + 1, width, height);
            if (per_line == 2)
                cells_halves(painter, rect, rect.x + x, rect.y + y / 2, top, bottom);
            else
                draw_sign(painter, rect, rect.x + x, rect.y + y, top);
        }
}

static void draw_tile(const CellsPainter *painter, Rect place, const Tile *tile, bool chosen)
{
    place.width -= 1; /* a gap between neighbours */
    Rect caption = rect_cut_top(&place, 1);
    if (chosen)
        canvas_put(painter->canvas, caption, caption.x, caption.y, STYLE_CURSOR, "▸");
    rect_cut_left(&caption, chosen ? 1 : 0);
    canvas_put_short(painter->canvas, caption, chosen ? STYLE_CURSOR : STYLE_AXIS, tile->caption);
    cells_thumbnail(painter, place, tile);
}

/* The size of a tile's place: as the matrix needs, or less where all of them would not fit. */
static int tile_extent(int room, int count, int wanted, int least)
{
    int each = count > 0 ? room / count : room;
    each = each < wanted ? each : wanted;
    return each > least ? each : least;
}

typedef struct TileGrid {
    int rows, columns, chosen_row, chosen_column;
} TileGrid;

/* Which tiles are in sight, where not all lines of them are; `shown` has the first of them as its choice. */
static void tiles_note(const CellsPainter *painter, Rect rect, TileGrid tiles, TileGrid shown)
{
    char text[64];
    const Grid *grid = &painter->figure->grid;
    int count = grid->rows * grid->columns, first = shown.chosen_row * tiles.columns;
    int end = (shown.chosen_row + shown.rows) * tiles.columns;
    if (rect_empty(rect) || shown.columns < tiles.columns)
        return;
    snprintf(text, sizeof text, _("%d-%d of %d"), first, (end < count ? end : count) - 1, count);
    canvas_put_short(painter->canvas, rect, STYLE_MUTED, text);
}

/* A place in the overview, or the thumbnail of a tile that can be brought into focus. */
static void tile_part(const CellsPainter *painter, Rect place, int row, int column, int index)
{
    bool focus = painter->figure->grid.has_focus;
    if (!focus)
        cells_part(painter, place, row, column);
    else if (painter->probe && rect_has(place, painter->probe->x, painter->probe->y))
        painter->probe->thumbnail = index + 1;
}

/* All tiles, `columns` to a line; scrolled to the chosen one where they are too many. */
static void draw_tiles(const CellsPainter *painter, Rect rect, TileGrid tiles)
{
    const Grid *grid = &painter->figure->grid;
    bool has_chosen = tiles.chosen_row >= 0;
    const Tile *model = &grid->tiles[0];
    int per_line = cells_has_heat(painter) ? 2 : 1;
    Rect note = {0};
    if (rect.height / TILE_LEAST_HEIGHT < tiles.rows && rect.height > TILE_LEAST_HEIGHT)
        note = rect_cut_bottom(&rect, 1);
    int width = tile_extent(rect.width, tiles.columns, (model->columns > 6 ? model->columns : 6) + 1, TILE_LEAST_WIDTH);
    int height = tile_extent(rect.height, tiles.rows, (model->rows + per_line - 1) / per_line + 1, TILE_LEAST_HEIGHT);
    int across = rect.width / width > 0 ? rect.width / width : 1, down = rect.height / height;
    down = down > 0 ? down : 1;
    int first_row = cells_first_shown(tiles.rows, down, has_chosen, tiles.chosen_row);
    int first_column = cells_first_shown(tiles.columns, across, has_chosen, tiles.chosen_column);
    tiles_note(painter, note, tiles, (TileGrid){down, across, first_row, first_column});
    for (int row = first_row; row < tiles.rows && row < first_row + down; row++)
        for (int column = first_column; column < tiles.columns && column < first_column + across; column++) {
            int index = row * tiles.columns + column;
            if (index >= grid->rows * grid->columns)
                return;
            Rect place = {rect.x + (column - first_column) * width, rect.y + (row - first_row) * height, width, height};
            bool chosen = row == tiles.chosen_row && column == tiles.chosen_column;
            tile_part(painter, rect_intersect(place, rect), row, column, index);
            draw_tile(painter, rect_intersect(place, rect), &grid->tiles[index], chosen);
        }
}

/* How many thumbnails stand side by side in the strip: with room for their captions, or more where they would
 * not all fit below each other. */
static int strip_columns(Rect strip, int count)
{
    enum { CAPTION_WIDTH = 9 };
    int columns = strip.width / CAPTION_WIDTH > 0 ? strip.width / CAPTION_WIDTH : 1;
    int lines = strip.height / TILE_LEAST_HEIGHT > 0 ? strip.height / TILE_LEAST_HEIGHT : 1;
    while (columns * lines < count && (columns + 1) * (TILE_LEAST_WIDTH + 1) < strip.width)
        columns++;
    return columns < count ? columns : count;
}

static void draw_overview(const CellsPainter *painter, Rect rect)
{
    const Figure *figure = painter->figure;
    TileGrid tiles = {figure->grid.rows, figure->grid.columns, -1, -1};
    if (figure->has_cursor) {
        tiles.chosen_row = figure->cursor_row;
        tiles.chosen_column = figure->cursor_column;
    }
    Rect legend = rect.height >= HEIGHT_FOR_LEGEND ? rect_cut_bottom(&rect, 1) : (Rect){0};
    draw_tiles(painter, rect, tiles);
    cells_legend(painter, legend);
}

/* The focused tile in full; the others, with it among them, in a strip at the right. */
static void draw_focused(const CellsPainter *painter, Rect rect)
{
    const Grid *grid = &painter->figure->grid;
    const Tile *focused = &grid->tiles[grid->focus];
    if (rect.width >= WIDTH_FOR_BOTH && grid->rows * grid->columns > 1) {
        Rect strip = rect_cut_right(&rect, rect.width / 3);
        int count = grid->rows * grid->columns, columns = strip_columns(strip, count);
        TileGrid tiles = {(count + columns - 1) / columns, columns, grid->focus / columns, grid->focus % columns};
        rect_cut_left(&strip, 1);
        draw_tiles(painter, strip, tiles);
    }
    if (*focused->caption && rect.height > 2)
        canvas_put_short(painter->canvas, rect_cut_top(&rect, 1), STYLE_EMPHASIS, focused->caption);
    cells_one_matrix(painter, rect, focused);
}

void cells_grid(const CellsPainter *painter, Rect rect)
{
    const Grid *grid = &painter->figure->grid;
    if (grid->rows <= 0 || grid->columns <= 0)
        return;
    if (grid->large)
        cells_large(painter, rect);
    else if (grid->has_focus)
        draw_focused(painter, rect);
    else
        draw_overview(painter, rect);
}
