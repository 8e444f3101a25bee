/* Lines and points in pixels, with ticks and a faint grid. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "base/translate.h"
#include "draw/label_place.h"
#include "draw/palette.h"
#include "draw/pixels_part.h"
#include "draw/plot.h"
#include "figure/label.h"
#include "figure/number.h"

enum { PLOT_WIDTH = 680, PLOT_HEIGHT = 380, LEFT = 76, RIGHT = 20, BOTTOM = 54, HEAD = 26, TICKS = 7 };

static const Rgb grid_ink = {232, 232, 232};

/* Where the plot's own rectangle is in the picture. */
typedef struct Area {
    int left, top;
    Plot plot;
} Area;

static double area_x(const Area *area, double value)
{
    return area->left + plot_place(&area->plot.x, value) * PLOT_WIDTH;
}

static double area_y(const Area *area, double value)
{
    return area->top + (1 - plot_place(&area->plot.y, value)) * PLOT_HEIGHT;
}

static Size plot_size(const PixelsPainter *painter)
{
    (void)painter;
    return (Size){LEFT + PLOT_WIDTH + RIGHT, HEAD + PLOT_HEIGHT + BOTTOM};
}

static void draw_axes(const PixelsPainter *painter, const Area *area)
{
    char number[NUMBER_LENGTH];
    double ticks[16];
    FontPen pen = {.size = TICK_SIZE, .color = palette_style(STYLE_AXIS)};
    int count = plot_ticks(&area->plot.x, TICKS, ticks);
    for (int i = 0; i < count; i++) {
        pen.x = area_x(area, ticks[i]);
        pen.y = area->top + PLOT_HEIGHT + TICK_SIZE + 6;
        image_fill(painter->image, (int)pen.x, area->top, 1, PLOT_HEIGHT, grid_ink);
        pixels_put(painter, pen, ALIGN_CENTRE, number_precise(number, ticks[i], 4));
    }
    count = plot_ticks(&area->plot.y, TICKS, ticks);
    for (int i = 0; i < count; i++) {
        pen.x = area->left - GAP;
        pen.y = area_y(area, ticks[i]);
        image_fill(painter->image, area->left, (int)pen.y, PLOT_WIDTH, 1, grid_ink);
        pen.y += TICK_SIZE * 0.36;
        pixels_put(painter, pen, ALIGN_RIGHT, number_precise(number, ticks[i], 4));
    }
    image_frame(painter->image, area->left, area->top, PLOT_WIDTH, PLOT_HEIGHT, palette_style(STYLE_FRAME));
    axis_draw_names(painter, area->left - LEFT, area->top + PLOT_HEIGHT / 2, area->top + PLOT_HEIGHT + BOTTOM - 14,
                    area->left, area->left + PLOT_WIDTH);
}

static void draw_series(const PixelsPainter *painter, const Area *area, int index)
{
    const Series *series = &painter->figure->lines.series[index];
    double last_x = NAN, last_y = NAN;
    for (int i = 0; i < series->count; i++) {
        double x = area_x(area, series->x[i]), y = area_y(area, series->y[i]);
        if (isnan(x) || isnan(y)) {
            last_x = NAN;
            continue;
        }
        if (isnan(last_x))
            image_disc(painter->image, x, y, 1.5, palette_series(index));
        else
            image_line(painter->image, last_x, last_y, x, y, 2, palette_series(index));
        last_x = x;
        last_y = y;
    }
}

static void draw_series_names(const PixelsPainter *painter, int x, int y)
{
    const Lines *lines = &painter->figure->lines;
    FontPen pen = {.x = x, .y = y, .size = LABEL_SIZE, .color = palette_style(STYLE_NORMAL)};
    for (int i = 0; i < lines->series_count; i++) {
        image_fill(painter->image, (int)pen.x, y - 6, 22, 3, palette_series(i));
        pen.x += 22 + GAP;
        pixels_put(painter, pen, ALIGN_LEFT, lines->series[i].name);
        pen.x += pixels_width(painter, FONT_REGULAR, LABEL_SIZE, lines->series[i].name) + 3 * GAP;
    }
}

static FontFace point_face(const Figure *figure, int index)
{
    return figure->has_cursor && index == figure->cursor_row ? FONT_BOLD : FONT_REGULAR;
}

/* What the points and their labels cover; NaN and infinite ones are left out. */
static int place_points(const PixelsPainter *painter, const Area *area, LabelItem *items)
{
    enum { RADIUS = 7, LINE = LABEL_SIZE + 3 };
    const Figure *figure = painter->figure;
    char label[LABEL_LENGTH];
    for (int i = 0; i < figure->points.count; i++) {
        double x = area_x(area, figure->points.x[i]), y = area_y(area, figure->points.y[i]);
        items[i] = (LabelItem){.point = {-1, -1, 0, 0}};
        if (isnan(x) || isnan(y))
            continue;
        const char *text = figure->points.labels ? label_visible(label, figure->points.labels[i]) : "";
        double width = pixels_width(painter, point_face(figure, i), LABEL_SIZE, text);
        items[i].point = (LabelBox){x - RADIUS, y - RADIUS, 2 * RADIUS, 2 * RADIUS};
        items[i].label = (LabelBox){.width = width < LABEL_MOST ? width : LABEL_MOST, .height = LINE};
    }
    LabelRoom room = {{area->left, area->top, PLOT_WIDTH, PLOT_HEIGHT}, .gap = GAP / 2.0};
    return labels_place(room, items, figure->points.count, figure->has_cursor ? figure->cursor_row : -1);
}

static void draw_point(const PixelsPainter *painter, const LabelItem *item, int index)
{
    char label[LABEL_LENGTH];
    const Figure *figure = painter->figure;
    bool current = figure->has_cursor && index == figure->cursor_row;
    if (item->point.width <= 0)
        return;
    image_disc(painter->image, item->point.left + item->point.width / 2, item->point.top + item->point.height / 2,
               current ? 5 : 3.5, palette_series(current));
    if (!item->placed)
        return;
    FontPen pen = {.size = LABEL_SIZE, .face = point_face(figure, index), .color = palette_style(STYLE_NORMAL)};
    pen.x = item->label.left;
    pen.y = item->label.top + LABEL_SIZE - 1;
    pixels_put_short(painter, pen, ALIGN_LEFT, LABEL_MOST, label_visible(label, figure->points.labels[index]));
}

static void draw_homeless(const PixelsPainter *painter, const Area *area, int homeless)
{
    Buffer note = {0};
    FontPen pen = {.size = LABEL_SIZE, .color = palette_style(STYLE_MUTED)};
    pen.x = area->left + PLOT_WIDTH;
    pen.y = area->top - HEAD + LABEL_SIZE;
    buffer_format(&note, plural_("%d label has no room", "%d labels have no room", homeless), homeless);
    pixels_put(painter, pen, ALIGN_RIGHT, note.bytes);
    buffer_free(&note);
}

static void draw_points(const PixelsPainter *painter, const Area *area)
{
    int count = painter->figure->points.count;
    LabelItem *items = memory_new((size_t)count, sizeof *items);
    int homeless = place_points(painter, area, items);
    for (int i = 0; i < count; i++)
        draw_point(painter, &items[i], i);
    if (homeless)
        draw_homeless(painter, area, homeless);
    free(items);
}

static void plot_draw(const PixelsPainter *painter, int x, int y)
{
    const Figure *figure = painter->figure;
    Area area = {.left = x + LEFT, .top = y + HEAD, .plot = plot_of(figure)};
    if (area.plot.empty) {
        pixels_state(painter, CELL_NOT_COMPUTED, area.left, area.top, PLOT_WIDTH, PLOT_HEIGHT);
        FontPen pen = {.x = area.left, .y = y + LABEL_SIZE, .size = LABEL_SIZE, .color = palette_style(STYLE_PENDING)};
        pixels_put(painter, pen, ALIGN_LEFT, _(cell_state_name(CELL_NOT_COMPUTED)));
        return;
    }
    draw_axes(painter, &area);
    if (figure->kind == FIGURE_POINTS) {
        draw_points(painter, &area);
        return;
    }
    for (int i = 0; i < figure->lines.series_count; i++)
        draw_series(painter, &area, i);
    draw_series_names(painter, area.left, y + LABEL_SIZE);
}

const PixelsPart pixels_plot = {plot_size, plot_draw};
