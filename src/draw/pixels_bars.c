/* Bars in pixels: a line each, the series side by side as on the terminal. */
#include <math.h>
#include <string.h>

#include "base/translate.h"
#include "draw/palette.h"
#include "draw/pixels_part.h"
#include "figure/label.h"
#include "figure/number.h"

enum { LINE = 26, BAR = 16, BAR_ROOM = 150, NUMBER_ROOM = 62, COLUMN_GAP = 22, HEAD = 26, MARK = 18 };

static int bars_label_room(const PixelsPainter *painter)
{
    char label[LABEL_LENGTH];
    const Figure *figure = painter->figure;
    double longest = pixels_width(painter, FONT_BOLD, LABEL_SIZE, figure->y.name);
    for (int i = 0; i < figure->bars.count; i++)
        longest = fmax(longest, pixels_width(painter, FONT_BOLD, LABEL_SIZE, label_of(label, &figure->y, i)));
    return MARK + (int)fmin(ceil(longest), LABEL_MOST) + 2 * GAP;
}

static bool bars_have_legend(const PixelsPainter *painter)
{
    return painter->figure->bars.chosen >= 0 || painter->scale.has[CELL_NAN];
}

static int bars_shares_height(const PixelsPainter *painter)
{
    return painter->figure->bars.shares.lengths ? SHARES_HEIGHT : 0;
}

static Size bars_size(const PixelsPainter *painter)
{
    const Bars *bars = &painter->figure->bars;
    long column = BAR_ROOM + NUMBER_ROOM + COLUMN_GAP;
    return (Size){
        .width = bars_label_room(painter) + bars->series_count * column - COLUMN_GAP,
        .height =
            bars_shares_height(painter) + HEAD + (long)bars->count * LINE + (bars_have_legend(painter) ? HEAD : 0),
    };
}

static void draw_value(const PixelsPainter *painter, int x, int y, int series, float value)
{
    char text[NUMBER_LENGTH];
    const Scale *scale = &painter->scale;
    FontPen pen = {.y = y + BAR - 3, .size = TICK_SIZE, .color = palette_style(STYLE_NUMBER)};
    double extent = scale->high - scale->low, zero = extent > 0 ? -scale->low / extent * BAR_ROOM : 0;
    if (!isfinite(value)) {
        pen.x = x + zero + 4;
        pen.color = palette_style(STYLE_REMOVED);
        pixels_put(painter, pen, ALIGN_LEFT, "–");
        return;
    }
    double end = extent > 0 ? (value - scale->low) / extent * BAR_ROOM : 0;
    int from = (int)lround(fmin(zero, end)), to = (int)lround(fmax(zero, end));
    if (to == from && value != 0)
        to++; /* small, but not nothing */
    image_fill(painter->image, x + from, y, to - from, BAR, palette_series(series));
    image_fill(painter->image, x + (int)lround(zero), y - 3, 1, BAR + 6, palette_style(STYLE_FRAME));
    pen.x = x + to + 6;
    pixels_put(painter, pen, ALIGN_LEFT, number_format(text, value, 0));
}

static void draw_item(const PixelsPainter *painter, int x, int y, int label_room, int item)
{
    char label[LABEL_LENGTH];
    const Figure *figure = painter->figure;
    const Bars *bars = &figure->bars;
    bool chosen = item == bars->chosen;
    FontPen pen = {.x = x, .y = y + BAR - 3, .size = LABEL_SIZE, .face = chosen ? FONT_BOLD : FONT_REGULAR};
    pen.color = palette_style(chosen ? STYLE_CHOSEN : label_style(&figure->y, item, STYLE_NORMAL));
    if (chosen)
        pixels_put(painter, pen, ALIGN_LEFT, "▸");
    pen.x += label_room - GAP;
    pixels_put_short(painter, pen, ALIGN_RIGHT, LABEL_MOST, label_of(label, &figure->y, item));
    for (int i = 0; i < bars->series_count; i++)
        draw_value(painter, x + label_room + i * (BAR_ROOM + NUMBER_ROOM + COLUMN_GAP), y, i, bars->series[i].y[item]);
}

static void draw_legend(const PixelsPainter *painter, int x, int y)
{
    const Bars *bars = &painter->figure->bars;
    FontPen pen = {.x = x, .y = y + LABEL_SIZE + GAP, .size = TICK_SIZE, .color = palette_style(STYLE_CHOSEN)};
    if (bars->chosen >= 0) {
        pixels_put(painter, pen, ALIGN_LEFT, "▸ ");
        pen.x += MARK;
        pixels_put(painter, pen, ALIGN_LEFT, bars->chosen_name);
        pen.x += pixels_width(painter, FONT_REGULAR, TICK_SIZE, bars->chosen_name) + MARK;
    }
    pen.color = palette_style(STYLE_REMOVED);
    if (painter->scale.has[CELL_NAN])
        pixels_put(painter, pen, ALIGN_LEFT, _("– no value"));
}

static void bars_draw(const PixelsPainter *painter, int x, int y)
{
    const Figure *figure = painter->figure;
    int label_room = bars_label_room(painter);
    if (figure->bars.shares.lengths)
        shares_draw(painter, x, y, (int)bars_size(painter).width);
    y += bars_shares_height(painter);
    FontPen pen = {.y = y + LABEL_SIZE, .size = LABEL_SIZE, .face = FONT_BOLD, .color = palette_style(STYLE_AXIS)};
    pen.x = x + label_room - GAP;
    pixels_put(painter, pen, ALIGN_RIGHT, figure->y.name);
    for (int i = 0; i < figure->bars.series_count; i++) {
        pen.x = x + label_room + i * (BAR_ROOM + NUMBER_ROOM + COLUMN_GAP);
        pixels_put_short(painter, pen, ALIGN_LEFT, BAR_ROOM + NUMBER_ROOM, figure->bars.series[i].name);
    }
    y += HEAD;
    for (int i = 0; i < figure->bars.count; i++)
        draw_item(painter, x, y + i * LINE, label_room, i);
    draw_legend(painter, x, y + figure->bars.count * LINE);
}

const PixelsPart pixels_bars = {bars_size, bars_draw};
