/* Shares of a whole in pixels: a line from 0 to 1 cut into pieces, with a mark below. */
#include <math.h>

#include "draw/palette.h"
#include "draw/pixels_part.h"
#include "figure/label.h"

enum { SHARE = 24, ARROW = 7, SERIES = 2 /* the colour of the stage that the shares are of */ };

static const Rgb white = {255, 255, 255};

/* Where a place from 0 to 1 is. */
static int share_x(int x, int width, double place)
{
    return x + (int)lround(fmin(fmax(place, 0), 1) * width);
}

static Rgb lighter(Rgb color)
{
    return (Rgb){(unsigned char)((color.r + 3 * 255) / 4), (unsigned char)((color.g + 3 * 255) / 4),
                 (unsigned char)((color.b + 3 * 255) / 4)};
}

static void share_draw(const PixelsPainter *painter, int item, int from, int to, int y)
{
    char label[LABEL_LENGTH];
    const Figure *figure = painter->figure;
    bool chosen = item == figure->bars.chosen;
    Rgb ground = item < figure->bars.count ? lighter(palette_series(SERIES)) : white;
    FontPen pen = {.x = (from + to) / 2.0, .y = y + SHARE - 7, .size = TICK_SIZE};
    pen.face = chosen ? FONT_BOLD : FONT_REGULAR;
    image_fill(painter->image, from, y, to - from, SHARE, chosen ? palette_series(SERIES) : ground);
    image_fill(painter->image, to - 1, y, 1, SHARE, palette_style(STYLE_FRAME));
    if (item < figure->bars.count && to - from > 2 * GAP)
        pixels_put_short(painter, pen, ALIGN_CENTRE, to - from - GAP, label_of(label, &figure->y, item));
}

static void share_mark(const PixelsPainter *painter, int x, int y, int width)
{
    const Shares *shares = &painter->figure->bars.shares;
    Rgb ink = palette_style(STYLE_CHOSEN);
    int at = share_x(x, width, shares->mark);
    for (int i = 0; i < ARROW; i++)
        image_fill(painter->image, at - i, y + i, 2 * i + 1, 1, ink);
    double words = pixels_width(painter, FONT_BOLD, TICK_SIZE, shares->mark_name);
    bool left = at + 2 * GAP + words > x + width;
    FontPen pen = {.x = left ? at - 2 * GAP : at + 2 * GAP, .y = y + TICK_SIZE, .size = TICK_SIZE, .color = ink};
    pen.face = FONT_BOLD;
    pixels_put(painter, pen, left ? ALIGN_RIGHT : ALIGN_LEFT, shares->mark_name);
}

void shares_draw(const PixelsPainter *painter, int x, int y, int width)
{
    const Bars *bars = &painter->figure->bars;
    double sum = 0;
    for (int item = 0; item <= bars->count; item++) {
        int from = share_x(x, width, sum);
        sum = item < bars->count ? sum + (double)bars->shares.lengths[item] : 1;
        int to = share_x(x, width, sum);
        if (to > from)
            share_draw(painter, item, from, to, y);
    }
    image_frame(painter->image, x, y, width, SHARE, palette_style(STYLE_FRAME));
    if (isfinite(bars->shares.mark))
        share_mark(painter, x, y + SHARE + 3, width);
}
