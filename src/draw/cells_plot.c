/* Lines and points in cells: lines in Braille dots, 2 x 4 to a cell. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/translate.h"
#include "base/utf8.h"
#include "draw/cells_part.h"
#include "draw/label_place.h"
#include "draw/plot.h"
#include "figure/label.h"
#include "figure/number.h"

enum { TICK_WIDTH = NUMBER_WIDTH + 1 };

/* Without colours, each series is drawn with a sign of its own. */
static const char *const series_signs[] = {"*", "+", "x", "o"};

/* One cell of the raster: which dots are set, and which series set one last. */
typedef struct Dots {
    unsigned char bits, series;
} Dots;

typedef struct Raster {
    Rect rect;
    Dots *dots; /* [rect.height, rect.width] */
} Raster;

static void raster_dot(Raster *raster, int x, int y, int series)
{
    static const unsigned char bits[4][2] = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};
    if (x < 0 || y < 0 || x >= 2 * raster->rect.width || y >= 4 * raster->rect.height)
        return;
    Dots *dots = &raster->dots[y / 4 * raster->rect.width + x / 2];
    dots->bits |= bits[y % 4][x % 2];
    dots->series = (unsigned char)series;
}

static void raster_line(Raster *raster, double x0, double y0, double x1, double y1, int series)
{
    int steps = (int)ceil(fmax(fabs(x1 - x0), fabs(y1 - y0)));
    for (int i = 0; i <= steps; i++) {
        double part = steps ? (double)i / steps : 0;
        raster_dot(raster, (int)(x0 + (x1 - x0) * part), (int)(y0 + (y1 - y0) * part), series);
    }
}

static void raster_series(Raster *raster, const Plot *plot, const Series *series, int index)
{
    double across = 2 * raster->rect.width - 1, down = 4 * raster->rect.height - 1, last_x = NAN, last_y = NAN;
    for (int i = 0; i < series->count; i++) {
        double x = plot_place(&plot->x, series->x[i]) * across, y = (1 - plot_place(&plot->y, series->y[i])) * down;
        if (isnan(x) || isnan(y)) {
            last_x = last_y = NAN;
            continue;
        }
        if (isnan(last_x))
            raster_dot(raster, (int)x, (int)y, index);
        else
            raster_line(raster, last_x, last_y, x, y, index);
        last_x = x;
        last_y = y;
    }
}

static void raster_show(const CellsPainter *painter, const Raster *raster, bool as_signs)
{
    for (int y = 0; y < raster->rect.height; y++)
        for (int x = 0; x < raster->rect.width; x++) {
            Dots dots = raster->dots[y * raster->rect.width + x];
            if (!dots.bits)
                continue;
            char braille[5] = {0};
            utf8_encode(0x2800u + dots.bits, braille);
            canvas_put_color(painter->canvas, raster->rect, raster->rect.x + x, raster->rect.y + y,
                             style_series(dots.series), as_signs ? series_signs[dots.series % 4] : braille, NULL, NULL);
        }
}

static void draw_series(const CellsPainter *painter, Rect rect, const Plot *plot)
{
    const Lines *lines = &painter->figure->lines;
    Raster raster = {.rect = rect, .dots = memory_new((size_t)rect.width * (size_t)rect.height, sizeof(Dots))};
    for (int i = 0; i < lines->series_count; i++)
        raster_series(&raster, plot, &lines->series[i], i);
    raster_show(painter, &raster, painter->depth == COLOR_MONO && lines->series_count > 1);
    free(raster.dots);
}

/* What the points and their labels cover, in cells; NaN and infinite ones are left out. */
static int place_points(const CellsPainter *painter, Rect rect, const Plot *plot, LabelItem *items)
{
    const Figure *figure = painter->figure;
    const Points *points = &figure->points;
    char label[LABEL_LENGTH];
    for (int i = 0; i < points->count; i++) {
        double x = plot_place(&plot->x, points->x[i]), y = plot_place(&plot->y, points->y[i]);
        items[i] = (LabelItem){.point = {-1, -1, 0, 0}};
        if (isnan(x) || isnan(y))
            continue;
        const char *text = points->labels ? label_visible(label, points->labels[i]) : "";
        items[i].point =
            (LabelBox){rect.x + (int)(x * (rect.width - 1)), rect.y + (int)((1 - y) * (rect.height - 1)), 1, 1};
        items[i].label = (LabelBox){.width = utf8_cells(text, strlen(text)), .height = 1};
    }
    LabelRoom room = {{rect.x, rect.y, rect.width, rect.height}, .gap = 1};
    return labels_place(room, items, points->count, figure->has_cursor ? figure->cursor_row : -1);
}

static void draw_point(const CellsPainter *painter, Rect rect, const LabelItem *item, int index)
{
    const Figure *figure = painter->figure;
    char label[LABEL_LENGTH];
    bool current = figure->has_cursor && index == figure->cursor_row;
    int column = (int)item->point.left, row = (int)item->point.top;
    if (item->point.width <= 0)
        return;
    cells_part(painter, (Rect){column - 1, row, 3, 1}, index, 0);
    canvas_put(painter->canvas, rect, column, row, current ? STYLE_CURSOR : STYLE_SERIES_1, "•");
    if (item->placed)
        canvas_put(painter->canvas, rect, (int)floor(item->label.left), (int)item->label.top,
                   current ? STYLE_CURSOR : STYLE_NORMAL, label_visible(label, figure->points.labels[index]));
}

/* The one under the cursor comes last, so that nothing covers it. `head` takes the note about labels without a place.
 */
static void draw_points(const CellsPainter *painter, Rect rect, Rect head, const Plot *plot)
{
    const Figure *figure = painter->figure;
    int count = figure->points.count, cursor = figure->has_cursor ? figure->cursor_row : -1;
    LabelItem *items = memory_new((size_t)count, sizeof *items);
    int homeless = place_points(painter, rect, plot, items);
    for (int i = 0; i < count; i++)
        if (i != cursor)
            draw_point(painter, rect, &items[i], i);
    if (cursor >= 0 && cursor < count)
        draw_point(painter, rect, &items[cursor], cursor);
    if (homeless) {
        Buffer note = {0};
        buffer_format(&note, plural_("%d label has no room", "%d labels have no room", homeless), homeless);
        canvas_put_right(painter->canvas, head, STYLE_MUTED, note.bytes);
        buffer_free(&note);
    }
    free(items);
}

static void draw_y_axis(const CellsPainter *painter, Rect rect, const PlotAxis *axis)
{
    double ticks[16];
    char number[NUMBER_LENGTH];
    int count = plot_ticks(axis, rect.height / 2, ticks);
    for (int i = 0; i < count; i++) {
        int y = rect.y + (int)((1 - plot_place(axis, ticks[i])) * (rect.height - 1));
        Rect line = {rect.x, y, rect.width - 1, 1};
        canvas_put_right(painter->canvas, line, STYLE_AXIS, number_precise(number, ticks[i], 4));
    }
    canvas_vertical(painter->canvas, (Rect){rect.x + rect.width - 1, rect.y, 1, rect.height}, STYLE_FRAME);
}

static void draw_x_axis(const CellsPainter *painter, Rect rect, const PlotAxis *axis)
{
    double ticks[16];
    char number[NUMBER_LENGTH];
    const char *name = painter->figure->x.name;
    int name_cells = utf8_cells(name, strlen(name)), end = rect.x + rect.width - name_cells - 1;
    int count = plot_ticks(axis, (rect.width - name_cells) / (TICK_WIDTH + 2), ticks);
    for (int i = 0; i < count; i++) {
        int x = rect.x + (int)(plot_place(axis, ticks[i]) * (rect.width - 1));
        number_precise(number, ticks[i], 4);
        if (x + (int)strlen(number) <= end) /* half a number would be another one */
            canvas_put(painter->canvas, rect, x, rect.y, STYLE_AXIS, number);
    }
    canvas_put_right(painter->canvas, rect, STYLE_AXIS, name);
}

/* "loss ↑   * train  + held out" */
static void draw_series_names(const CellsPainter *painter, Rect rect)
{
    const Figure *figure = painter->figure;
    int x = rect.x;
    if (*figure->y.name) {
        x += canvas_put(painter->canvas, rect, x, rect.y, STYLE_AXIS, figure->y.name);
        x += canvas_put(painter->canvas, rect, x, rect.y, STYLE_AXIS, " ↑") + 2;
    }
    for (int i = 0; figure->kind == FIGURE_LINES && i < figure->lines.series_count; i++) {
        const char *sign = painter->depth == COLOR_MONO ? series_signs[i % 4] : "━━";
        if (figure->lines.series_count > 1 || painter->depth != COLOR_MONO)
            x += canvas_put(painter->canvas, rect, x, rect.y, style_series(i), sign) + 1;
        x += canvas_put(painter->canvas, rect, x, rect.y, STYLE_NORMAL, figure->lines.series[i].name) + 2;
    }
}

void cells_plot(const CellsPainter *painter, Rect rect)
{
    Plot plot = plot_of(painter->figure);
    Rect head = rect.height >= 4 ? rect_cut_top(&rect, 1) : (Rect){0};
    if (!rect_empty(head))
        draw_series_names(painter, head);
    if (plot.empty) {
        canvas_put_short(painter->canvas, rect, STYLE_PENDING, _("· not computed"));
        return;
    }
    Rect bottom = rect.height >= 4 ? rect_cut_bottom(&rect, 1) : (Rect){0};
    Rect left = rect.width >= 3 * TICK_WIDTH ? rect_cut_left(&rect, TICK_WIDTH) : (Rect){0};
    rect_cut_left(&bottom, left.width);
    if (!rect_empty(left))
        draw_y_axis(painter, left, &plot.y);
    if (!rect_empty(bottom))
        draw_x_axis(painter, bottom, &plot.x);
    if (painter->figure->kind == FIGURE_LINES)
        draw_series(painter, rect, &plot);
    else
        draw_points(painter, rect, head, &plot);
}
