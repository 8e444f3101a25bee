/* Bars once more, as shares of one line from 0 to 1:
 *
 *     0│␣girl──────│␣boy───│␣dog─│…│──│1
 *                     ▲ 0.69 draws “ boy”
 *
 * A share begins with │; those that are narrower than a cell flow together.
 */
#include <math.h>
#include <string.h>

#include "base/utf8.h"
#include "draw/cells_part.h"
#include "figure/label.h"

enum { END = 1 }; /* cells for the 0 and the 1 */

/* The cell in which a place from 0 to 1 lies; 1 is the end of the line. */
static int share_cell(Rect line, double place)
{
    int cell = (int)floor(fmin(fmax(place, 0), 1) * line.width + 1e-6);
    return line.x + (cell < line.width ? cell : line.width);
}

static void share_draw(const CellsPainter *painter, Rect line, int item, int from, int to)
{
    char label[LABEL_LENGTH];
    bool chosen = item == painter->figure->bars.chosen;
    bool named = item < painter->figure->bars.count;
    Style style = chosen ? STYLE_CHOSEN : STYLE_NORMAL;
    Rect share = {from, line.y, to - from, 1};
    canvas_put(painter->canvas, share, share.x, share.y, STYLE_AXIS, "│");
    rect_cut_left(&share, 1);
    canvas_horizontal(painter->canvas, share, STYLE_FRAME);
    if (!rect_empty(share))
        canvas_put_short(painter->canvas, share, style, named ? label_of(label, &painter->figure->y, item) : "…");
    if (chosen)
        canvas_restyle(painter->canvas, share, STYLE_CURSOR);
}

static void shares_line(const CellsPainter *painter, Rect line)
{
    const Bars *bars = &painter->figure->bars;
    double sum = 0;
    for (int item = 0; item <= bars->count; item++) {
        int from = share_cell(line, sum);
        double length = item < bars->count ? (double)bars->shares.lengths[item] : 1 - sum;
        sum += length;
        int to = item < bars->count ? share_cell(line, sum) : line.x + line.width;
        if (length > 0 && to > from)
            share_draw(painter, line, item, from, to);
    }
}

/* The mark's words to its right, or to its left where there is more room. */
static void shares_mark(const CellsPainter *painter, Rect line, Rect below)
{
    const Shares *shares = &painter->figure->bars.shares;
    if (!isfinite(shares->mark))
        return;
    int x = share_cell(line, shares->mark), end = below.x + below.width;
    x = x < line.x + line.width ? x : line.x + line.width - 1;
    canvas_put(painter->canvas, below, x, below.y, STYLE_CHOSEN, "▲");
    Rect right = {x + 2, below.y, end - x - 2, 1}, left = {below.x, below.y, x - 1 - below.x, 1};
    if (utf8_cells(shares->mark_name, strlen(shares->mark_name)) <= right.width || right.width >= left.width)
        canvas_put_short(painter->canvas, right, STYLE_CHOSEN, shares->mark_name);
    else
        canvas_put_right(painter->canvas, left, STYLE_CHOSEN, shares->mark_name);
}

void cells_shares(const CellsPainter *painter, Rect rect)
{
    Rect line = rect_cut_top(&rect, 1);
    if (line.width <= 2 * END)
        return;
    canvas_put(painter->canvas, line, line.x, line.y, STYLE_AXIS, "0");
    canvas_put(painter->canvas, line, line.x + line.width - END, line.y, STYLE_AXIS, "1");
    rect_cut_left(&line, END);
    rect_cut_right(&line, END);
    shares_line(painter, line);
    shares_mark(painter, line, rect);
}
