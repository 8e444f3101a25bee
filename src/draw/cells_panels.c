/* Figures side by side, of equal width; those that fold, below one another too. */
#include "draw/cells_part.h"

enum { GAP = 1, LEAST_WIDTH = 34, LEAST_HEIGHT = 13 }; /* of a panel that stands beside or below another */

static void panels_row(const CellsPainter *painter, Rect rect, int from, int to)
{
    CellsOptions options = *painter->options;
    options.no_title = options.no_notes = false;
    for (int i = from; i < to; i++) {
        Rect panel = rect_cut_left(&rect, rect.width / (to - i));
        if (i + 1 < to && panel.width > 2 * GAP) {
            Rect gap = rect_cut_right(&panel, GAP);
            canvas_vertical(painter->canvas, gap, STYLE_FRAME);
        }
        cells_draw(painter->canvas, panel, &painter->figure->panels.figures[i], &options);
    }
}

static int within(int value, int most)
{
    return value < 1 ? 1 : value > most ? most : value;
}

void cells_panels(const CellsPainter *painter, Rect rect)
{
    const Panels *panels = &painter->figure->panels;
    int columns = panels->folds ? within(rect.width / LEAST_WIDTH, panels->count) : panels->count;
    int rows = within(rect.height / LEAST_HEIGHT, (panels->count + columns - 1) / columns);
    for (int row = 0; row < rows; row++) {
        Rect line = rect_cut_top(&rect, rect.height / (rows - row));
        int from = row * columns, to = from + columns < panels->count ? from + columns : panels->count;
        if (row + 1 < rows)
            canvas_horizontal(painter->canvas, rect_cut_bottom(&line, GAP), STYLE_FRAME);
        panels_row(painter, line, from, to);
    }
}
