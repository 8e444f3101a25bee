/* Figures side by side, of equal width. */
#include "draw/cells_part.h"

enum { GAP = 1 };

void cells_panels(const CellsPainter *painter, Rect rect)
{
    const Panels *panels = &painter->figure->panels;
    CellsOptions options = *painter->options;
    options.no_title = options.no_notes = false;
    for (int i = 0; i < panels->count; i++) {
        Rect panel = rect_cut_left(&rect, rect.width / (panels->count - i));
        if (i + 1 < panels->count && panel.width > 2 * GAP) {
            Rect gap = rect_cut_right(&panel, GAP);
            canvas_vertical(painter->canvas, gap, STYLE_FRAME);
        }
        cells_draw(painter->canvas, panel, &panels->figures[i], &options);
    }
}
