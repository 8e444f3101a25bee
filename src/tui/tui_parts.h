/* What the TUI's files share. */
#ifndef TUI_PARTS_H
#define TUI_PARTS_H

#include "tui/command_line.h"
#include "tui/input.h"
#include "tui/pager.h"
#include "tui/screen.h"
#include "tui/tui.h"

typedef struct Message {
    Buffer text; /* one line; "" for none */
    Style style;
} Message;

typedef struct Tui {
    Session *session;
    Terminal *terminal;
    ColorDepth depth;
    Input input;
    ViewState states[VIEW_COUNT]; /* by view_index */
    CommandLine line;
    Pager pager;
    Message message;
    Canvas canvas;                 /* the screen as it should be */
    int cursor_x, cursor_y;        /* -1: none */
    double work_began, work_shown; /* seconds; of the running command */
} Tui;

/* frame.c: draws everything into tui->canvas, for a screen of this size. Needs no terminal. */
void frame_draw(Tui *tui, int width, int height);

/* Is there room on the screen for the whole message? */
bool frame_message_fits(const Tui *tui);

/* The figure of the chosen view; where it fails, a text that says why. */
void frame_figure(Tui *tui, const View *view, Figure *figure);

/* start.c: a text to begin with, where the session has none. */
Status start_text(Session *session, Error *error);

__attribute__((format(printf, 3, 4))) void tui_say(Tui *tui, Style style, const char *format, ...);

#endif
