/* A view: one way to look at a session, as a figure, and the keys that it answers.
 *
 * A view knows no screen: it turns events into changes of its own ViewState (what is scrolled where)
 * or into a command line for the session, and the session into a Figure, which painters draw. A new view is
 * one file, src/view/NAME.c, and one row in list.h.
 */
#ifndef VIEW_VIEW_H
#define VIEW_VIEW_H

#include "figure/figure.h"
#include "session/session.h"

/* Keys by meaning, as the terminal layer delivers them. */
typedef enum Press {
    PRESS_NONE,
    PRESS_TEXT, /* a character: event.text */
    PRESS_UP,
    PRESS_DOWN,
    PRESS_LEFT,
    PRESS_RIGHT,
    PRESS_PAGE_UP,
    PRESS_PAGE_DOWN,
    PRESS_HOME,
    PRESS_END,
    PRESS_ENTER,
    PRESS_BACKSPACE,
    PRESS_TAB,
    PRESS_SHIFT_TAB,
    PRESS_ESCAPE,
    PRESS_DELETE,
    PRESS_CLICK, /* the mouse, on the figure: see Event; again on the same place is Enter */
    PRESS_WHEEL_UP,
    PRESS_WHEEL_DOWN,
    /* Views do not get the following. */
    PRESS_DRAG, /* the mouse moves with its button down */
    PRESS_RELEASE,
    PRESS_CUT_AFTER, /* Ctrl-K: to the line's end */
    PRESS_CUT_BEFORE,
    PRESS_CUT_WORD,
    PRESS_RESIZE,
    PRESS_HANG_UP, /* the terminal is gone */
} Press;

typedef struct Event {
    Press press;
    char text[8]; /* PRESS_TEXT: one UTF-8 character, terminated */

    /* PRESS_CLICK, to a view: what was hit of its figure, as figure_cursor counts: the cell of a matrix, the line of a
     * text (column: the terminal cell in it), a bar or a point; and how far that is from the figure's cursor. */
    int row, column, by_row, by_column;
    int thumbnail; /* of a grid with a focus: the small tile that was hit, counted from 1, in place of the above */

    int x, y; /* of the mouse, in cells of the screen; views need not look */
} Event;

/* A key that a view answers, for the hint line and help. */
typedef struct KeyHint {
    const char *keys, *does; /* "h l", "head" */
} KeyHint;

typedef struct ViewState {
    int row, column;    /* the cursor, in the figure's rows and columns */
    int rows, columns;  /* the figure's size when it was last made: bounds for the cursor */
    Cell seen;          /* where the shared focus was when the cursor was last put there */
    Cell cell;          /* value: what is shown, and the cell under the cursor */
    int mode;           /* the view's own: numbers or heat, ... */
    int64_t place;      /* the program's place that the cursor last followed, plus one; 0: none yet */
    int width, height;  /* terminal cells that the figure will be drawn into; 0: not known */
    int axis;           /* value: which axis the slice counts, from 1; 0: as it comes */
    int zoom;           /* value: how much of a number or matrix a cell shows */
    int pass;           /* value: the pass shown, from 1; 0: all */
    uint64_t folded[4]; /* program: a bit per block that is folded */
    int panel;          /* diff: the first of several panels in sight */
    bool numbers;       /* diff: numbers in place of heat */
    int other_row;      /* lens: the cursor's row on the page that is out of sight */
    Cell asked;         /* inspector: the cell that its cursor belongs to */
    int term, operand;  /* inspector: the term under its cursor, and which of the term's operands */
} ViewState;

typedef enum Answer {
    ANSWER_UNHANDLED, /* not this view's key: ask the global table */
    ANSWER_NOTHING,   /* handled, nothing to redraw */
    ANSWER_REDRAW,
    ANSWER_COMMAND, /* run `command` and redraw */
    ANSWER_LINE,    /* let the person complete `command` on the command line */
} Answer;

typedef struct Reaction {
    Answer answer;
    char command[192];
} Reaction;

typedef struct View {
    const char *name, *title;
    const char *brief;   /* the title where there is little room: 5 cells at most */
    const KeyHint *keys; /* ended by a NULL `keys` */
    Reaction (*handle)(const Session *session, ViewState *state, Event event);

    /* Fills `figure` (initialised) and brings `state` up to date with the session. */
    Status (*figure)(const Session *session, ViewState *state, Figure *figure, Error *error);

    /* The cell under the cursor, whose arithmetic the inspector shows; NULL: none ever. */
    bool (*cell)(const Session *session, const ViewState *state, Cell *cell);

    /* What the inspector says where there is no cell: a few lines; may be NULL. */
    void (*inspect)(const Session *session, const ViewState *state, Buffer *out);
} View;

#define VIEW_DECLARE(name) extern const View view_##name;
#include "view/list.h"
VIEW_LIST(VIEW_DECLARE)
#undef VIEW_DECLARE

#define VIEW_COUNT_ONE(name) +1
enum { VIEW_COUNT = 0 VIEW_LIST(VIEW_COUNT_ONE) };
#undef VIEW_COUNT_ONE

extern const View *const views[]; /* list.h's order, ended by NULL */
const View *view_find(const char *name);
int view_index(const char *name); /* in `views`; 0 where there is none of that name */

/* For `handle`: moves the cursor by arrows, pages, Home, End and the mouse within the bounds; false where it is no such
 * key. */
bool view_move(ViewState *state, Event event);
void view_clamp(ViewState *state, int rows, int columns); /* new bounds; brings the cursor back into them */

bool event_is(Event event, const char *text); /* is it this character? */

extern const Reaction reaction_unhandled, reaction_nothing, reaction_redraw;
__attribute__((format(printf, 1, 2))) Reaction reaction_command(const char *format, ...);

/* Fills `figure` with one line that says why there is nothing to see, and what to do. */
__attribute__((format(printf, 2, 3))) void view_nothing(Figure *figure, const char *format, ...);

#endif
