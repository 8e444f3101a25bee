/* What the mouse does. A click puts the cursor where it points; a second one there is Enter, also where what was hit
 * has been scrolled away from under the mouse by the first. */
#include "tui/tui_parts.h"

static bool mouse_on(Rect rect, Event event)
{
    return rect_has(rect, event.x, event.y);
}

/* A tab or a hint. */
static bool mouse_spot(Tui *tui, Event event)
{
    for (int i = 0; i < tui->spot_count; i++)
        if (mouse_on(tui->spots[i].rect, event)) {
            Spot spot = tui->spots[i];
            tui->pager.active = false;
            if (spot.view)
                tui_choose_view(tui, spot.view);
            else
                tui_event(tui, spot.event);
            return true;
        }
    return false;
}

static void mouse_view(Tui *tui, Rect rect, const View *view, Event event)
{
    bool chosen = view == views[view_index(tui->session->focus.view)];
    if (event.press != PRESS_CLICK) {
        tui_react(tui, view, event, chosen);
        return;
    }
    bool same_place = tui->clicked && tui->clicked_x == event.x && tui->clicked_y == event.y;
    if (!frame_hit(tui, rect, view, &event))
        return;
    bool again = !event.thumbnail && (same_place || (!event.by_row && !event.by_column));
    tui->clicked = !again;
    tui->clicked_x = event.x;
    tui->clicked_y = event.y;
    Event enter = {.press = PRESS_ENTER};
    tui_react(tui, view, again ? enter : event, chosen);
}

static void mouse_drag(Tui *tui, const Layout *layout, Event event)
{
    int width = event.x - layout->listing.x;
    if (tui->dragging)
        tui->listing_width = width > 1 ? width : 1;
}

static void mouse_point(Tui *tui, const Layout *layout, Event event)
{
    if (tui->pager.active)
        pager_handle(&tui->pager, event);
    else if (mouse_on(layout->lesson, event))
        lesson_mouse(tui, layout->lesson, event);
    else if (event.press == PRESS_CLICK && mouse_on(layout->divider, event))
        tui->dragging = true;
    else if (mouse_on(layout->listing, event))
        mouse_view(tui, layout->listing, &view_program, event);
    else if (mouse_on(layout->main, event))
        mouse_view(tui, layout->main, frame_main_view(tui->session, layout), event);
}

void tui_mouse(Tui *tui, Event event)
{
    if (tui->canvas.width < LAYOUT_LEAST_WIDTH || tui->canvas.height < LAYOUT_LEAST_HEIGHT || tui->line.active)
        return;
    Layout layout = frame_layout(tui);
    if (event.press == PRESS_DRAG)
        mouse_drag(tui, &layout, event);
    else if (event.press == PRESS_RELEASE)
        tui->dragging = false;
    else if (event.press != PRESS_CLICK || !mouse_spot(tui, event))
        mouse_point(tui, &layout, event);
}
