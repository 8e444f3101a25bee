/* Labels beside matrices: rows at the left, columns below, level where they fit and slanted where not. */
#include <math.h>
#include <string.h>

#include "draw/palette.h"
#include "draw/pixels_part.h"
#include "figure/label.h"

enum { NAME_SIZE = 13, LABEL_LEAST = 9 };

static const double SLANT = 50;         /* degrees */
static const double LINE_HEIGHT = 1.15; /* of the em: what labels one above the other need */

static double slant_sine(void)
{
    return sin(SLANT * M_PI / 180);
}

static double longest_label(const PixelsPainter *painter, const AxisPlan *plan)
{
    char label[LABEL_LENGTH];
    double longest = 0;
    for (int i = 0; i < plan->count; i += plan->stride) {
        double width = pixels_width(painter, FONT_REGULAR, plan->size, label_of(label, plan->axis, i));
        longest = fmax(longest, width);
    }
    return fmin(longest, LABEL_MOST);
}

/* Labels shrink a little before they are thinned. */
static AxisPlan axis_plan(const Axis *axis, int count, int cell, double room)
{
    double size = fmin(LABEL_SIZE, fmax(LABEL_LEAST, room / LINE_HEIGHT));
    AxisPlan plan = {.axis = axis, .count = count, .cell = cell, .size = size};
    plan.stride = (int)fmax(1, ceil(LINE_HEIGHT * size / fmax(room, 0.01) - 1e-6));
    return plan;
}

AxisPlan axis_plan_rows(const PixelsPainter *painter, int count, int cell)
{
    AxisPlan plan = axis_plan(&painter->figure->y, count, cell, cell);
    plan.longest = longest_label(painter, &plan);
    plan.extent = (int)ceil(plan.longest) + GAP;
    return plan;
}

AxisPlan axis_plan_columns(const PixelsPainter *painter, int count, int cell)
{
    AxisPlan plan = {.axis = &painter->figure->x, .count = count, .cell = cell, .size = LABEL_SIZE, .stride = 1};
    plan.longest = longest_label(painter, &plan);
    if (plan.longest + 4 <= cell) {
        plan.extent = (int)(plan.size * LINE_HEIGHT) + 2 * GAP;
        return plan;
    }
    plan = axis_plan(&painter->figure->x, count, cell, cell * slant_sine());
    plan.slanted = true;
    plan.longest = longest_label(painter, &plan);
    plan.extent = (int)ceil(plan.longest * slant_sine() + plan.size) + GAP;
    return plan;
}

int axis_overhang(const AxisPlan *plan)
{
    if (!plan->slanted)
        return 0;
    return (int)ceil(plan->longest * cos(SLANT * M_PI / 180) + plan->size / 2 - plan->cell / 2.0);
}

static bool is_marked(const Figure *figure, bool is_row, int index)
{
    int cursor = is_row ? figure->cursor_row : figure->cursor_column;
    int highlight = is_row ? figure->highlight_row : figure->highlight_column;
    return index == highlight || (figure->kind == FIGURE_MATRIX && figure->has_cursor && index == cursor);
}

static FontPen label_pen(const PixelsPainter *painter, const AxisPlan *plan, int index)
{
    bool marked = is_marked(painter->figure, plan->axis == &painter->figure->y, index);
    return (FontPen){.size = plan->size,
                     .face = marked ? FONT_BOLD : FONT_REGULAR,
                     .color = palette_style(marked ? STYLE_EMPHASIS : label_style(plan->axis, index, STYLE_AXIS))};
}

void axis_draw_rows(const PixelsPainter *painter, const AxisPlan *plan, int right, int top)
{
    char label[LABEL_LENGTH];
    for (int i = 0; i < plan->count; i += plan->stride) {
        FontPen pen = label_pen(painter, plan, i);
        double middle = top + (i + 0.5) * plan->cell;
        pen.x = right - GAP;
        pen.y = middle + pen.size * 0.36;
        image_line(painter->image, right - 4, middle, right - 1, middle, 1, palette_style(STYLE_FRAME));
        pixels_put_short(painter, pen, ALIGN_RIGHT, LABEL_MOST, label_of(label, plan->axis, i));
    }
}

/* The end of a slanted label stands under its column. */
static void draw_slanted(const PixelsPainter *painter, FontPen pen, double middle, int top, const char *label)
{
    double width = fmin(pixels_width(painter, pen.face, pen.size, label), LABEL_MOST), angle = SLANT * M_PI / 180;
    pen.degrees = SLANT;
    pen.x = middle - width * cos(angle) + pen.size * 0.3;
    pen.y = top + GAP + width * sin(angle) + pen.size * 0.3;
    pixels_put_short(painter, pen, ALIGN_LEFT, LABEL_MOST, label);
}

void axis_draw_columns(const PixelsPainter *painter, const AxisPlan *plan, int left, int top)
{
    char label[LABEL_LENGTH];
    for (int i = 0; i < plan->count; i += plan->stride) {
        FontPen pen = label_pen(painter, plan, i);
        double middle = left + (i + 0.5) * plan->cell;
        label_of(label, plan->axis, i);
        image_line(painter->image, middle, top + 1, middle, top + 4, 1, palette_style(STYLE_FRAME));
        if (plan->slanted) {
            draw_slanted(painter, pen, middle, top, label);
        } else {
            pen.x = middle;
            pen.y = top + GAP + pen.size * 0.9;
            pixels_put(painter, pen, ALIGN_CENTRE, label);
        }
    }
}

void axis_draw_names(const PixelsPainter *painter, int left, int top, int bottom, int plot_left, int plot_right)
{
    const Figure *figure = painter->figure;
    FontPen pen = {.size = NAME_SIZE, .face = FONT_BOLD, .color = palette_style(STYLE_AXIS)};
    pen.x = (plot_left + plot_right) / 2.0;
    pen.y = bottom;
    pixels_put(painter, pen, ALIGN_CENTRE, figure->x.name);
    pen.x = left + NAME_SIZE;
    pen.y = top + pixels_width(painter, FONT_BOLD, NAME_SIZE, figure->y.name) / 2;
    pen.degrees = 90;
    pixels_put(painter, pen, ALIGN_LEFT, figure->y.name);
}
