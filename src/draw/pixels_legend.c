/* The column at the right of a heat map: colour bar with ticks, and what the patterns mean. */
#include <math.h>
#include <string.h>

#include "base/translate.h"
#include "draw/palette.h"
#include "draw/pixels_part.h"
#include "figure/number.h"

enum { BAR_WIDTH = 16, BAR_LEAST = 120, BAR_MOST = 360, SWATCH = 14, SWATCH_LINE = 22, NAME_HEIGHT = 22 };

static int bar_height(const PixelsPainter *painter, int height)
{
    if (painter->scale.empty)
        return 0;
    height -= *painter->figure->value_name ? NAME_HEIGHT : 0;
    return height < BAR_LEAST ? BAR_LEAST : height > BAR_MOST ? BAR_MOST : height;
}

static int swatch_count(const PixelsPainter *painter)
{
    int count = 0;
    for (int state = CELL_MASKED; state < CELL_STATES; state++)
        count += painter->scale.has[state];
    return count;
}

/* The ends as the data has them, and round numbers between them where there is room. */
static int legend_ticks(const PixelsPainter *painter, int height, double ticks[18])
{
    const Scale *scale = &painter->scale;
    double extent = scale->high - scale->low, round[16], room = 1.5 * TICK_SIZE / height;
    int count = 0, rounds = scale_ticks(scale->low, scale->high, 6, round);
    ticks[count++] = scale->low;
    for (int i = 0; i < rounds; i++) {
        double place = (round[i] - scale->low) / extent;
        if (place > room && place < 1 - room)
            ticks[count++] = round[i];
    }
    if (extent > 0)
        ticks[count++] = scale->high;
    return count;
}

/* Round numbers as short as they are; the ends as precise as any number of ours. */
static const char *tick_text(const Scale *scale, double value, char out[NUMBER_LENGTH])
{
    bool is_end = value == scale->low || value == scale->high;
    return is_end ? number_format(out, value, 0) : number_precise(out, value, 4);
}

Size legend_size(const PixelsPainter *painter, int height)
{
    char number[NUMBER_LENGTH];
    double ticks[18], widest = pixels_width(painter, FONT_REGULAR, TICK_SIZE, painter->figure->value_name);
    int bar = bar_height(painter, height), count = bar ? legend_ticks(painter, bar, ticks) : 0;
    for (int i = 0; i < count; i++) {
        const char *text = tick_text(&painter->scale, ticks[i], number);
        widest = fmax(widest, BAR_WIDTH + GAP + pixels_width(painter, FONT_REGULAR, TICK_SIZE, text));
    }
    for (int state = CELL_MASKED; state < CELL_STATES; state++)
        if (painter->scale.has[state]) {
            const char *name = _(cell_state_name((CellState)state));
            widest = fmax(widest, SWATCH + GAP + pixels_width(painter, FONT_REGULAR, TICK_SIZE, name));
        }
    return (Size){.width = (long)ceil(widest), .height = bar + NAME_HEIGHT + GAP + swatch_count(painter) * SWATCH_LINE};
}

static void draw_bar(const PixelsPainter *painter, int x, int y, int height)
{
    char number[NUMBER_LENGTH];
    const Scale *scale = &painter->scale;
    double ticks[18], extent = scale->high - scale->low;
    for (int i = 0; i < height; i++) {
        double value = scale->high - extent * i / (height - 1);
        image_fill(painter->image, x, y + i, BAR_WIDTH, 1, colormap_at(painter->map, scale_position(scale, value)));
    }
    image_frame(painter->image, x, y, BAR_WIDTH, height, palette_style(STYLE_FRAME));
    int count = legend_ticks(painter, height, ticks);
    for (int i = 0; i < count; i++) {
        double place = extent > 0 ? (ticks[i] - scale->low) / extent : 0.5;
        double at = y + (1 - place) * (height - 1) + 0.5;
        FontPen pen = {.x = x + BAR_WIDTH + GAP, .y = at + TICK_SIZE * 0.36, .size = TICK_SIZE};
        pen.color = palette_style(STYLE_AXIS);
        image_line(painter->image, x + BAR_WIDTH, at, x + BAR_WIDTH + 4, at, 1, palette_style(STYLE_AXIS));
        pixels_put(painter, pen, ALIGN_LEFT, tick_text(scale, ticks[i], number));
    }
}

void legend_draw(const PixelsPainter *painter, int x, int y, int height)
{
    FontPen pen = {.x = x, .y = y + TICK_SIZE - 2, .size = TICK_SIZE, .color = palette_style(STYLE_AXIS)};
    int bar = bar_height(painter, height);
    if (*painter->figure->value_name) {
        pixels_put(painter, pen, ALIGN_LEFT, painter->figure->value_name);
        y += NAME_HEIGHT;
    }
    if (bar)
        draw_bar(painter, x, y, bar);
    y += bar + 2 * GAP;
    for (int state = CELL_MASKED; state < CELL_STATES; state++) {
        if (!painter->scale.has[state])
            continue;
        pixels_state(painter, (CellState)state, x, y, SWATCH, SWATCH);
        image_frame(painter->image, x, y, SWATCH, SWATCH, palette_style(STYLE_FRAME));
        pen.x = x + SWATCH + GAP;
        pen.y = y + SWATCH - 3;
        pixels_put(painter, pen, ALIGN_LEFT, _(cell_state_name((CellState)state)));
        y += SWATCH_LINE;
    }
}
