#include "tui/offscreen.h"

#include <stdlib.h>

#include "base/memory.h"
#include "tui/tui_parts.h"

struct Offscreen {
    Tui tui; /* without a terminal */
};

static void offscreen_canvas(void *context, int width, int height, Canvas *out)
{
    Offscreen *offscreen = context;
    bool sized = width > 0;
    theme_open(offscreen->tui.session->theme, &offscreen->tui.theme, NULL); /* the plain one where it has gone */
    offscreen->tui.depth = offscreen->tui.theme.mono ? COLOR_MONO : COLOR_TRUE;
    frame_draw(&offscreen->tui, sized ? width : OFFSCREEN_WIDTH, sized ? height : OFFSCREEN_HEIGHT);
    canvas_copy(out, &offscreen->tui.canvas);
}

static Status offscreen_figure(void *context, Figure *figure, Error *error)
{
    Offscreen *offscreen = context;
    Tui *tui = &offscreen->tui;
    int view = view_index(tui->session->focus.view);
    return views[view]->figure(tui->session, &tui->states[view], figure, error);
}

Offscreen *offscreen_new(Session *session)
{
    Offscreen *offscreen = memory_new(1, sizeof *offscreen);
    offscreen->tui = (Tui){.session = session};
    key_table_open(&offscreen->tui.keys, NULL); /* for the hints; what is wrong with it the interpreter tells */
    canvas_init(&offscreen->tui.canvas, 0, 0);
    session->screen = (Screen){offscreen, offscreen_canvas, offscreen_figure, false};
    return offscreen;
}

void offscreen_free(Offscreen *offscreen)
{
    if (!offscreen)
        return;
    offscreen->tui.session->screen = (Screen){0};
    key_table_free(&offscreen->tui.keys);
    canvas_free(&offscreen->tui.canvas);
    free(offscreen);
}
