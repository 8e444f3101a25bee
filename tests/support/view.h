/* Views on a session with a small model: drawing them, pressing their keys, comparing them with golden texts. */
#ifndef TESTS_SUPPORT_VIEW_H
#define TESTS_SUPPORT_VIEW_H

#include "draw/cells.h"
#include "support/golden.h"
#include "support/session.h"
#include "view/inspector.h"

enum { WIDTH = 80, HEIGHT = 24, INSPECTOR_LINES = 8 };

/* ---- keys ---- */

static inline Event letter(const char *text)
{
    Event event = {.press = PRESS_TEXT};
    strcpy(event.text, text);
    return event;
}

static inline Event press(Press press)
{
    return (Event){.press = press};
}

/* The view must know the key; a command that it gives is run. */
static inline void hit(Session *session, const View *view, ViewState *state, Event event)
{
    Reaction reaction = view->handle(session, state, event);
    assert_int_not_equal(reaction.answer, ANSWER_UNHANDLED);
    if (reaction.answer == ANSWER_COMMAND)
        say(session, reaction.command);
}

/* ---- screens ---- */

/* The view alone, over the whole canvas. */
static inline void draw(const Session *session, const View *view, ViewState *state, Canvas *canvas)
{
    Figure figure;
    Error error = {0};
    figure_init(&figure);
    if (view->figure(session, state, &figure, &error) != STATUS_OK)
        fail_msg("%s: %s", view->name, error.message);
    cells_draw(canvas, canvas_rect(canvas), &figure, &(CellsOptions){.depth = COLOR_MONO});
    figure_free(&figure);
}

/* The view and, below a line, what the inspector says. */
static inline void screen_of(const Session *session, const View *view, ViewState *state, int width, int height,
                             Buffer *out)
{
    Canvas canvas;
    canvas_init(&canvas, width, height);
    draw(session, view, state, &canvas);
    canvas_text(&canvas, out);
    buffer_append_text(out, "----\n");
    inspector_lines(session, view, state, INSPECTOR_LINES, out);
    canvas_free(&canvas);
}

static inline void screen(const Session *session, const View *view, ViewState *state, Buffer *out)
{
    screen_of(session, view, state, WIDTH, HEIGHT, out);
}

static inline bool screen_has(const Session *session, const View *view, ViewState *state, const char *words)
{
    Buffer text = {0};
    screen(session, view, state, &text);
    bool found = strstr(text.bytes, words) != NULL;
    if (!found)
        print_message("%s", text.bytes);
    buffer_free(&text);
    return found;
}

static inline void view_golden(const Session *session, const char *name, const View *view, int width, int height)
{
    ViewState state = {0};
    Buffer text = {0};
    screen_of(session, view, &state, width, height, &text);
    golden_compare(name, text.bytes);
    buffer_free(&text);
}

/* ---- Hangul ---- */

/* The session of open_with_text, where the first tokens are Korean words, some of them with a space in front. */
static inline Session *open_with_hangul(void)
{
    static const char json[] = "{\"model\":{\"type\":\"BPE\",\"vocab\":{\"가\":0,\" "
                               "은행\":1,\"에서\":2,\"할머니가\":3,\" 돈을\":4,\"빌렸다\":5,"
                               "\" 나무\":6,\"🙂\":7,\"값\":8,\" 읽고\":9},\"merges\":[]}}";
    Session *session = open_session();
    Error error = {0};
    tokenizer_free(session->model->tokenizer);
    session->model->tokenizer = NULL;
    if (tokenizer_parse(json, sizeof json - 1, "hangul", &session->model->tokenizer, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    say(session, "prompt --ids 3,1,4,1,5");
    return session;
}

#endif
