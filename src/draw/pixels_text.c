/* Text in pixels: the terminal's own canvas, cell by cell in a fixed-width font. */
#include <string.h>

#include "base/utf8.h"
#include "draw/canvas.h"
#include "draw/cells.h"
#include "draw/palette.h"
#include "draw/pixels_part.h"

enum { TEXT_SIZE = 14, CELL_HEIGHT = 20, COLUMNS_MOST = 160 };

static double cell_width(const PixelsPainter *painter)
{
    return pixels_width(painter, FONT_MONO, TEXT_SIZE, "0");
}

/* Columns that the longest line takes; longer ones are wrapped or cut as on the terminal. */
static int text_columns(const Text *text)
{
    int longest = 1;
    for (size_t i = 0; i < text->count; i++) {
        int cells = 0;
        for (size_t k = 0; k < text->lines[i].count; k++)
            cells += utf8_cells(text->lines[i].spans[k].text, strlen(text->lines[i].spans[k].text));
        longest = cells > longest ? cells : longest;
    }
    return longest < COLUMNS_MOST ? longest : COLUMNS_MOST;
}

/* The text's own lines, and the legend where there are shades. */
static long text_lines(const Figure *figure, int columns)
{
    return cells_text_height(figure, columns) + !figure_scale(figure).empty;
}

static Size text_size(const PixelsPainter *painter)
{
    const Text *text = &painter->figure->text;
    int columns = text_columns(text);
    return (Size){(long)(columns * cell_width(painter)) + 1, text_lines(painter->figure, columns) * CELL_HEIGHT};
}

static void draw_cell(const PixelsPainter *painter, const CanvasCell *cell, double x, int y)
{
    bool reverse = cell->style == STYLE_CURSOR;
    int left = (int)x, right = (int)(x + cell->width * cell_width(painter));
    FontPen pen = {.x = x, .y = y + TEXT_SIZE, .size = TEXT_SIZE, .face = FONT_MONO};
    pen.color = reverse ? (Rgb){255, 255, 255} : palette_style(cell->style);
    if (cell->has_fg)
        pen.color = cell->fg;
    if (reverse || cell->has_bg)
        image_fill(painter->image, left, y - 1, right - left, CELL_HEIGHT,
                   cell->has_bg ? cell->bg : palette_style(STYLE_NORMAL));
    font_draw(painter->font, painter->image, pen, cell->text, strlen(cell->text));
}

static void text_draw(const PixelsPainter *painter, int x, int y)
{
    const Figure *figure = painter->figure;
    int columns = text_columns(&figure->text);
    Canvas canvas;
    canvas_init(&canvas, columns, (int)text_lines(figure, columns));
    cells_draw(&canvas, canvas_rect(&canvas), figure,
               &(CellsOptions){.depth = COLOR_TRUE, .map = painter->map, .no_title = true, .no_notes = true});
    double width = cell_width(painter);
    for (int row = 0; row < canvas.height; row++)
        for (int column = 0; column < canvas.width; column++) {
            const CanvasCell *cell = canvas_at(&canvas, column, row);
            if (cell->width && (strcmp(cell->text, " ") != 0 || cell->style == STYLE_CURSOR || cell->has_bg))
                draw_cell(painter, cell, x + column * width, y + row * CELL_HEIGHT);
        }
    canvas_free(&canvas);
}

const PixelsPart pixels_text = {text_size, text_draw};
