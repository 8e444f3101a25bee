/* What the TUI's files share. */
#ifndef TUI_PARTS_H
#define TUI_PARTS_H

#include "tui/command_line.h"
#include "tui/input.h"
#include "tui/keys.h"
#include "tui/layout.h"
#include "tui/lesson_play.h"
#include "tui/pager.h"
#include "tui/screen.h"
#include "tui/tui.h"

typedef struct Message {
    Buffer text; /* one line; "" for none */
    Style style;
} Message;

/* A place of the screen that does something when it is clicked: what a key does, or a view. */
typedef struct Spot {
    Rect rect;
    Event event;
    const View *view; /* NULL: the event */
} Spot;

enum { SPOTS_MOST = 96 };

typedef struct Tui {
    Session *session;
    Terminal *terminal;
    Theme theme;
    ColorDepth depth;
    Input input;
    KeyTable keys;
    ViewState states[VIEW_COUNT]; /* by view_index */
    CommandLine line;
    bool keeps_history; /* across sessions */
    Pager pager;
    LessonPlay lesson;
    Message message;
    Canvas canvas;          /* the screen as it should be */
    int cursor_x, cursor_y; /* -1: none */
    Spot spots[SPOTS_MOST]; /* [spot_count], as last drawn */
    int spot_count;
    int listing_width;             /* that a person has moved the divider to; 0: nobody has */
    bool dragging;                 /* the divider */
    bool clicked;                  /* the last event that did something was a click, */
    int clicked_x, clicked_y;      /* there */
    double work_began, work_shown; /* seconds; of the running command */
} Tui;

/* frame.c: draws everything into tui->canvas, for a screen of this size. Needs no terminal. */
void frame_draw(Tui *tui, int width, int height);

/* Where things are on the canvas, and which view is in the main part of it. */
Layout frame_layout(const Tui *tui);
const View *frame_main_view(const Session *session, const Layout *layout);

/* Is there room on the screen for the whole message? */
bool frame_message_fits(const Tui *tui);

/* The figure of the chosen view; where it fails, a text that says why. */
void frame_figure(Tui *tui, const View *view, Figure *figure);

/* What stands at the mouse's place in a view that is drawn in `rect`; false where it is nothing to click. */
bool frame_hit(Tui *tui, Rect rect, const View *view, Event *click);

/* frame_bars.c: the lines of tabs and hints. They fill tui->spots: a click there is this event, or shows this view. */
void frame_spot(Tui *tui, Rect rect, Event event, const View *view);
void frame_tabs(Tui *tui, Rect rect);
void frame_hints(Tui *tui, Rect rect, const View *view);
int frame_hint_lines(const Tui *tui, int width, const View *view); /* that the view's hints need */

void frame_hint_list(Tui *tui, Rect rect, const KeyHint *hints); /* these alone, as many as there is room for */

/* lesson_pane.c: the lesson in its part of the screen, where one is played. */
void lesson_draw(Tui *tui, const Layout *layout);
int lesson_list_at(const LessonPlay *play, Rect pane, int y); /* the lesson in that line of the list; -1: none */

/* lesson_keys.c: answers, and keys that are the lesson's; false where it is no such key. */
bool lesson_key(Tui *tui, Event event);
void lesson_mouse(Tui *tui, Rect pane, Event event); /* over the lesson */

/* events.c: what an event changes. Needs no terminal. */
void tui_event(Tui *tui, Event event);
void tui_choose_view(Tui *tui, const View *view);
void tui_react(Tui *tui, const View *view, Event event, bool chosen); /* not chosen: the view alone is asked */

/* mouse.c */
void tui_mouse(Tui *tui, Event event);

/* start.c: a text to begin with, where the session has none. */
Status start_text(Session *session, Error *error);

__attribute__((format(printf, 3, 4))) void tui_say(Tui *tui, Style style, const char *format, ...);

double tui_now(void); /* seconds */

#endif
