/* Bars: one line each, the series side by side so that a bar can be followed from stage to stage. */
#include <math.h>
#include <string.h>

#include "base/translate.h"
#include "base/utf8.h"
#include "draw/cells_part.h"
#include "figure/label.h"
#include "figure/number.h"

enum { BARS_LABEL_MOST = 18, COLUMN_LEAST = NUMBER_WIDTH + 2 };

/* A bar from `from` to `to` cells right of x, to an eighth of a cell at its right end. */
static void draw_bar(const CellsPainter *painter, Rect rect, Style style, double from, double to)
{
    static const char *const eighths[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    int start = (int)floor(from), whole = (int)floor(to), rest = (int)((to - whole) * 8);
    for (int i = start; i < whole; i++)
        canvas_put(painter->canvas, rect, rect.x + i, rect.y, style, "█");
    if (rest > 0)
        canvas_put(painter->canvas, rect, rect.x + whole, rect.y, style, eighths[rest]);
    else if (to > from && whole == start)
        canvas_put(painter->canvas, rect, rect.x + start, rect.y, style, "▏"); /* small, but not nothing */
}

static void draw_value(const CellsPainter *painter, Rect rect, Style style, float value)
{
    char text[NUMBER_LENGTH];
    const Scale *scale = &painter->scale;
    Rect number = rect_cut_left(&rect, NUMBER_WIDTH);
    rect_cut_left(&rect, 1);
    if (!isfinite(value)) {
        canvas_put_right(painter->canvas, number, STYLE_REMOVED, "–");
        return;
    }
    canvas_put(painter->canvas, number, number.x, number.y, STYLE_NUMBER,
               number_format(text, value, number.width > 0 ? number.width : 1));
    double extent = scale->high - scale->low;
    if (extent <= 0 || rect_empty(rect))
        return;
    double zero = -scale->low / extent * rect.width, end = (value - scale->low) / extent * rect.width;
    draw_bar(painter, rect, style, fmin(zero, end), fmax(zero, end));
}

static int bars_label_width(const Figure *figure, int most)
{
    char label[LABEL_LENGTH];
    int longest = utf8_cells(figure->y.name, strlen(figure->y.name));
    for (int i = 0; i < figure->bars.count; i++) {
        label_of(label, &figure->y, i);
        int cells = utf8_cells(label, strlen(label));
        longest = cells > longest ? cells : longest;
    }
    longest += 3; /* the mark before, a gap behind */
    return longest < most ? longest : most;
}

static Rect bars_column(Rect line, int label_width, int columns, int column)
{
    rect_cut_left(&line, label_width);
    int width = line.width / columns;
    rect_cut_left(&line, width * column);
    line.width = width - 1;
    return line;
}

static void draw_names(const CellsPainter *painter, Rect line, int label_width, int columns)
{
    const Figure *figure = painter->figure;
    Rect name = line;
    name.width = label_width - 1;
    rect_cut_left(&name, 2);
    canvas_put_short(painter->canvas, name, STYLE_AXIS, figure->y.name);
    for (int i = 0; i < columns; i++)
        canvas_put_short(painter->canvas, bars_column(line, label_width, columns, i), STYLE_AXIS,
                         figure->bars.series[i].name);
}

static void draw_item(const CellsPainter *painter, Rect line, int label_width, int columns, int item)
{
    const Figure *figure = painter->figure;
    char label[LABEL_LENGTH];
    bool chosen = item == figure->bars.chosen, current = figure->has_cursor && item == figure->cursor_row;
    Rect name = line;
    cells_part(painter, line, item, 0);
    name.width = label_width - 1;
    canvas_put(painter->canvas, name, name.x, name.y, STYLE_CHOSEN, chosen ? "▸" : " ");
    rect_cut_left(&name, 2);
    Style style = current ? STYLE_CURSOR : chosen ? STYLE_CHOSEN : label_style(&figure->y, item, STYLE_NORMAL);
    canvas_put_short(painter->canvas, name, style, label_of(label, &figure->y, item));
    for (int i = 0; i < columns; i++)
        draw_value(painter, bars_column(line, label_width, columns, i), style_series(i),
                   figure->bars.series[i].y[item]);
}

/* "▸ drawn  – removed", for the signs that occur. */
static void draw_bars_legend(const CellsPainter *painter, Rect rect)
{
    const Bars *bars = &painter->figure->bars;
    int x = rect.x;
    if (bars->chosen >= 0) {
        x += canvas_put(painter->canvas, rect, x, rect.y, STYLE_CHOSEN, "▸ ");
        x += canvas_put(painter->canvas, rect, x, rect.y, STYLE_CHOSEN, bars->chosen_name) + 2;
    }
    if (painter->scale.has[CELL_NAN])
        canvas_put(painter->canvas, rect, x, rect.y, STYLE_REMOVED, _("– no value"));
}

void cells_bars(const CellsPainter *painter, Rect rect)
{
    const Figure *figure = painter->figure;
    const Bars *bars = &figure->bars;
    bool has_legend = bars->chosen >= 0 || painter->scale.has[CELL_NAN];
    if (has_legend && rect.height > 4)
        draw_bars_legend(painter, rect_cut_bottom(&rect, 1));
    if (bars->shares.lengths && rect.height > 6)
        cells_shares(painter, rect_cut_bottom(&rect, 2));
    int most = rect.width / 3 < BARS_LABEL_MOST ? rect.width / 3 : BARS_LABEL_MOST;
    int label_width = bars_label_width(figure, most), columns = (rect.width - label_width) / COLUMN_LEAST;
    columns = columns < 1 ? 1 : columns;
    columns = columns < bars->series_count ? columns : bars->series_count;
    if (rect.height > 2)
        draw_names(painter, rect_cut_top(&rect, 1), label_width, columns);
    int first = cells_first_shown(bars->count, rect.height, figure->has_cursor, figure->cursor_row);
    for (int item = first; item < bars->count && !rect_empty(rect); item++)
        draw_item(painter, rect_cut_top(&rect, 1), label_width, columns, item);
}
