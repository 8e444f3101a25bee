/* A view on a screen of any size, as text; and keys. */
#ifndef TESTS_SUPPORT_SCREEN_H
#define TESTS_SUPPORT_SCREEN_H

#include "draw/cells.h"
#include "support/golden.h"
#include "support/session.h"
#include "view/inspector.h"

static inline Event key_letter(const char *text)
{
    Event event = {.press = PRESS_TEXT};
    strcpy(event.text, text);
    return event;
}

static inline Event key_press(Press press)
{
    return (Event){.press = press};
}

/* The view and, below a line, what the inspector says; as the terminal shows them without colours. */
static inline void screen_text(const Session *session, const View *view, ViewState *state, int width, int height,
                               Buffer *out)
{
    enum { INSPECTOR = 8 };
    Canvas canvas;
    Figure figure;
    Error error = {0};
    canvas_init(&canvas, width, height);
    figure_init(&figure);
    if (view->figure(session, state, &figure, &error) != STATUS_OK)
        fail_msg("%s: %s", view->name, error.message);
    cells_draw(&canvas, canvas_rect(&canvas), &figure, &(CellsOptions){.depth = COLOR_MONO});
    canvas_text(&canvas, out);
    buffer_append_text(out, "----\n");
    inspector_lines(session, view, state, INSPECTOR, out);
    figure_free(&figure);
    canvas_free(&canvas);
}

static inline bool screen_shows(const Session *session, const View *view, ViewState *state, const char *words)
{
    Buffer text = {0};
    screen_text(session, view, state, 120, 40, &text);
    bool found = strstr(text.bytes, words) != NULL;
    if (!found)
        print_message("no \"%s\" in\n%s", words, text.bytes);
    buffer_free(&text);
    return found;
}

static inline void screen_golden(const Session *session, const View *view, ViewState *state, int width, int height,
                                 const char *name)
{
    Buffer text = {0};
    screen_text(session, view, state, width, height, &text);
    golden_compare(name, text.bytes);
    buffer_free(&text);
}

/* A key that the view must answer. */
static inline void screen_key(Session *session, const View *view, ViewState *state, Event event)
{
    Reaction reaction = view->handle(session, state, event);
    assert_int_not_equal(reaction.answer, ANSWER_UNHANDLED);
    if (reaction.answer == ANSWER_COMMAND)
        say(session, reaction.command);
}

#endif
