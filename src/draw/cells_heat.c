/* Cells of heat maps: colours where the terminal has enough of them, shades and digits where not. */
#include <math.h>
#include <string.h>

#include "base/translate.h"
#include "base/utf8.h"
#include "draw/cells_part.h"
#include "draw/palette.h"
#include "figure/label.h"
#include "figure/number.h"

bool cells_has_heat(const CellsPainter *painter)
{
    return painter->depth >= COLOR_256;
}

const char *cells_state_sign(CellState state)
{
    static const char *const signs[CELL_STATES] = {
        [CELL_NUMBER] = " ", [CELL_MASKED] = "╱", [CELL_NOT_COMPUTED] = "·", [CELL_NAN] = "!"};
    return signs[state];
}

Style cells_state_style(CellState state)
{
    static const Style styles[CELL_STATES] = {[CELL_NUMBER] = STYLE_NUMBER,
                                              [CELL_MASKED] = STYLE_MASKED,
                                              [CELL_NOT_COMPUTED] = STYLE_PENDING,
                                              [CELL_NAN] = STYLE_ERROR};
    return styles[state];
}

const char *cells_digit(const CellsPainter *painter, double value)
{
    static const char *const digits[] = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};
    int level = (int)(scale_position(&painter->scale, value) * 10);
    return digits[level < 0 ? 0 : level > 9 ? 9 : level];
}

static const char *cells_shade(const CellsPainter *painter, double value)
{
    static const char *const shades[] = {" ", "░", "▒", "▓", "█"};
    int level = (int)(scale_position(&painter->scale, value) * 5);
    return shades[level < 0 ? 0 : level > 4 ? 4 : level];
}

/* A filled cell with its number in the middle, or none where no honest form of it fits. */
static void heat_color(const CellsPainter *painter, Rect cell, float value)
{
    enum { NUMBER_LEAST = 4 }; /* "0.25", "3e-7" */
    char number[NUMBER_LENGTH] = "";
    Rgb color = colormap_at(painter->map, scale_position(&painter->scale, (double)value)), ink = colormap_ink(color);
    if (cell.width >= NUMBER_LEAST + 2)
        number_column(number, (double)value, painter->figure->digits, cell.width - 2);
    if (*number == '#')
        *number = '\0';
    for (int y = cell.y; y < cell.y + cell.height; y++)
        for (int x = 0; x < cell.width; x++) {
            bool digit = *number && y == cell.y + cell.height / 2 && x > 0 && x < cell.width - 1;
            char text[2] = {digit ? number[x - 1] : ' ', '\0'};
            canvas_put_color(painter->canvas, cell, cell.x + x, y, STYLE_NUMBER, text, &ink, &color);
        }
}

int cells_text_margin(const CellsPainter *painter)
{
    return cells_has_heat(painter) ? 2 : 4;
}

/* A filled cell with a text; without colours the digit behind it tells the value. */
static void heat_text(const CellsPainter *painter, Rect cell, float value, const char *token)
{
    char text[LABEL_LENGTH];
    Rect place = {cell.x + 1, cell.y, cell.width - cells_text_margin(painter), 1};
    canvas_fill(painter->canvas, cell, STYLE_NUMBER, " ");
    canvas_put_short(painter->canvas, place, STYLE_NUMBER, label_visible(text, token));
    if (cells_has_heat(painter)) {
        Rgb color = colormap_at(painter->map, scale_position(&painter->scale, (double)value));
        canvas_shade(painter->canvas, cell, colormap_ink(color), color);
    } else {
        int right = cell.width > 2 ? 2 : 1;
        canvas_put(painter->canvas, cell, cell.x + cell.width - right, cell.y, STYLE_MUTED,
                   cells_digit(painter, value));
    }
}

void cells_heat(const CellsPainter *painter, Rect cell, const Tile *matrix, int row, int column)
{
    CellState state = tile_state(matrix, row, column);
    Style style = cells_state_style(state);
    if (state != CELL_NUMBER) {
        canvas_fill(painter->canvas, cell, style, cells_state_sign(state));
        return;
    }
    float value = tile_value(matrix, row, column);
    if (matrix->texts) {
        heat_text(painter, cell, value, matrix->texts[(ptrdiff_t)row * matrix->columns + column]);
        return;
    }
    if (cells_has_heat(painter)) {
        heat_color(painter, cell, value);
        return;
    }
    canvas_fill(painter->canvas, cell, style, cells_shade(painter, value));
    int right = cell.width > 2 ? 2 : 1; /* the last column is the cursor's bracket's, where there is one to spare */
    canvas_put(painter->canvas, cell, cell.x + cell.width - right, cell.y + cell.height / 2, style,
               cells_digit(painter, value));
}

/* The colour of half a cell. What is masked or not computed has none, so that it cannot be read as a value. */
static bool half_color(const CellsPainter *painter, HalfCell half, Rgb *color)
{
    if (half.state == CELL_NUMBER)
        *color = colormap_at(painter->map, scale_position(&painter->scale, half.value));
    else if (half.state == CELL_NAN)
        *color = palette_state(half.state);
    return half.state == CELL_NUMBER || half.state == CELL_NAN;
}

void cells_halves(const CellsPainter *painter, Rect clip, int x, int y, HalfCell top, HalfCell bottom)
{
    Rgb upper, lower;
    bool has_upper = half_color(painter, top, &upper), has_lower = half_color(painter, bottom, &lower);
    if (has_upper)
        canvas_put_color(painter->canvas, clip, x, y, STYLE_NUMBER, "▀", &upper, has_lower ? &lower : NULL);
    else if (has_lower)
        canvas_put_color(painter->canvas, clip, x, y, STYLE_NUMBER, "▄", &lower, NULL);
    else
        canvas_put(painter->canvas, clip, x, y, cells_state_style(top.state), cells_state_sign(top.state));
}

enum { STEPS = 10 };

/* The colour bar, or its ten digits. */
static int legend_bar(const CellsPainter *painter, Rect rect, int x)
{
    const Scale *scale = &painter->scale;
    for (int i = 0; i < STEPS; i++) {
        double value = scale->low + (scale->high - scale->low) * i / (STEPS - 1);
        if (cells_has_heat(painter)) {
            Rgb color = colormap_at(painter->map, scale_position(scale, value));
            canvas_put_color(painter->canvas, rect, x + i, rect.y, STYLE_NUMBER, " ", NULL, &color);
        } else {
            canvas_put(painter->canvas, rect, x + i, rect.y, STYLE_NUMBER, cells_digit(painter, value));
        }
    }
    return STEPS;
}

static int text_cells(const char *text)
{
    return utf8_cells(text, strlen(text));
}

/* How wide the legend is without the value's name. */
static int legend_width(const CellsPainter *painter)
{
    char number[NUMBER_LENGTH];
    const Scale *scale = &painter->scale;
    int width = -2; /* nothing stands behind the last part */
    if (!scale->empty)
        width += text_cells(number_format(number, scale->low, 0)) + 1 + STEPS + 1 +
                 text_cells(number_format(number, scale->high, 0)) + 2;
    for (int state = CELL_MASKED; state < CELL_STATES; state++)
        if (scale->has[state])
            width += 1 + 1 + text_cells(_(cell_state_name((CellState)state))) + 2;
    return width;
}

/* The value's name stands above, too: where there is little room, it goes first. */
void cells_legend(const CellsPainter *painter, Rect rect)
{
    char number[NUMBER_LENGTH];
    const Scale *scale = &painter->scale;
    int x = rect.x;
    const char *name = painter->figure->value_name;
    if (*name && text_cells(name) + 1 + legend_width(painter) <= rect.width)
        x += canvas_put(painter->canvas, rect, x, rect.y, STYLE_AXIS, name) + 1;
    if (!scale->empty) {
        x += canvas_put(painter->canvas, rect, x, rect.y, STYLE_NUMBER, number_format(number, scale->low, 0)) + 1;
        x += legend_bar(painter, rect, x) + 1;
        x += canvas_put(painter->canvas, rect, x, rect.y, STYLE_NUMBER, number_format(number, scale->high, 0)) + 2;
    }
    for (int state = CELL_MASKED; state < CELL_STATES; state++) {
        if (!scale->has[state])
            continue;
        Style style = cells_state_style((CellState)state);
        x += canvas_put(painter->canvas, rect, x, rect.y, style, cells_state_sign((CellState)state)) + 1;
        x += canvas_put(painter->canvas, rect, x, rect.y, style, _(cell_state_name((CellState)state))) + 2;
    }
}
