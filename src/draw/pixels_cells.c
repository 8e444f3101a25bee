/* The cells of a matrix in pixels: numbers as colours, states as patterns. */
#include "draw/palette.h"
#include "draw/pixels_part.h"
#include "figure/label.h"
#include "figure/number.h"

/* Patterns hang on the picture's own pixels, so that neighbouring cells join into one area. */
static bool state_is_marked(CellState state, int x, int y)
{
    switch (state) {
    case CELL_MASKED:
        return (x + y) % 6 < 1;
    case CELL_NOT_COMPUTED:
        return x % 4 == 0 && y % 4 == 0;
    case CELL_NAN:
    case CELL_NUMBER:
    case CELL_STATES:
        break;
    }
    return false;
}

void pixels_state(const PixelsPainter *painter, CellState state, int x, int y, int width, int height)
{
    image_fill(painter->image, x, y, width, height, palette_state(state));
    Rgb mark = palette_state_mark(state);
    for (int row = y; row < y + height; row++)
        for (int column = x; column < x + width; column++)
            if (state_is_marked(state, column, row))
                image_blend(painter->image, column, row, mark, 255);
    if (state == CELL_NAN && width > 5 && height > 5) {
        image_line(painter->image, x + 2, y + 2, x + width - 2, y + height - 2, 1.2, mark);
        image_line(painter->image, x + width - 2, y + 2, x + 2, y + height - 2, 1.2, mark);
    }
}

/* Cell (row, column) in numbers, in an ink that can be read on its colour. */
static void cell_number(const PixelsPainter *painter, float value, Rgb ink, double middle, double baseline)
{
    char text[NUMBER_LENGTH];
    FontPen pen = {.x = middle, .y = baseline, .size = TICK_SIZE, .face = FONT_REGULAR, .color = ink};
    pixels_put(painter, pen, ALIGN_CENTRE, number_column(text, value, painter->figure->digits, 0));
}

static void cell_text(const PixelsPainter *painter, const char *token, Rgb ink, const int box[4])
{
    char text[LABEL_LENGTH];
    FontPen pen = {.x = box[0] + box[2] / 2.0,
                   .y = box[1] + box[3] / 2.0 + 4,
                   .size = TICK_SIZE,
                   .face = FONT_REGULAR,
                   .color = ink};
    pixels_put_short(painter, pen, ALIGN_CENTRE, box[2] - GAP, label_visible(text, token));
}

/* Numbers are set apart by `gap` pixels of paper; the area of a state is one. */
static void draw_cell(const PixelsPainter *painter, const Tile *matrix, int row, int column, const int box[4], int gap)
{
    CellState state = tile_state(matrix, row, column);
    float value = tile_value(matrix, row, column);
    Rgb paper = palette_state(state);
    if (state == CELL_NUMBER) {
        paper = colormap_at(painter->map, scale_position(&painter->scale, value));
        image_fill(painter->image, box[0], box[1], box[2] - gap, box[3] - gap, paper);
    } else {
        pixels_state(painter, state, box[0], box[1], box[2], box[3]);
    }
    if (painter->figure->show == SHOW_HEAT && matrix->texts && state == CELL_NUMBER)
        cell_text(painter, matrix->texts[(ptrdiff_t)row * matrix->columns + column], colormap_ink(paper), box);
    if (painter->figure->show == SHOW_NUMBERS && state != CELL_NOT_COMPUTED)
        cell_number(painter, value, colormap_ink(paper), box[0] + box[2] / 2.0, box[1] + box[3] / 2.0 + 4);
}

void pixels_cells(const PixelsPainter *painter, const Tile *matrix, int x, int y, int width, int height)
{
    enum { GAP_FROM = 16 }; /* cells of this size are set apart by a line of paper */
    int gap = width >= GAP_FROM && height >= GAP_FROM;
    for (int row = 0; row < matrix->rows; row++)
        for (int column = 0; column < matrix->columns; column++)
            draw_cell(painter, matrix, row, column, (int[4]){x + column * width, y + row * height, width, height}, gap);
    image_frame(painter->image, x, y, matrix->columns * width, matrix->rows * height, palette_style(STYLE_FRAME));
}
