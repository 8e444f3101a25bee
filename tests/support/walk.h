/* Views as people use them: keys in, from view to view, and cells out. */
#ifndef TESTS_SUPPORT_WALK_H
#define TESTS_SUPPORT_WALK_H

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

/* As the screen does it: an open inspector first, then the view; what they ask for is done. */
static inline void view_key(Session *session, ViewState *state, Event event)
{
    Error error = {0};
    const View *view = views[view_index(session->focus.view)];
    Reaction reaction = inspector_handle(session, view, state, event);
    if (reaction.answer == ANSWER_UNHANDLED)
        reaction = view->handle(session, state, event);
    if (reaction.answer == ANSWER_UNHANDLED)
        fail_msg("%s: key %d %s is not handled", view->name, (int)event.press, event.text);
    if (reaction.answer == ANSWER_COMMAND && command_run(session, reaction.command, &error) != STATUS_OK)
        fail_msg("%s: %s", reaction.command, error.message);
}

/* Letters act as themselves; U D L R E B stand for the arrows, Enter and Backspace. */
static inline void view_keys(Session *session, ViewState *state, const char *keys)
{
    static const char names[] = "UDLREB";
    static const Press presses[] = {PRESS_UP, PRESS_DOWN, PRESS_LEFT, PRESS_RIGHT, PRESS_ENTER, PRESS_BACKSPACE};
    for (; *keys; keys++) {
        const char *name = strchr(names, *keys);
        char text[2] = {*keys, '\0'};
        view_key(session, state, name ? key_press(presses[name - names]) : key_letter(text));
    }
}

static inline void view_picture(const Session *session, ViewState *state, Figure *figure)
{
    Error error = {0};
    const View *view = views[view_index(session->focus.view)];
    figure_init(figure);
    if (view->figure(session, state, figure, &error) != STATUS_OK)
        fail_msg("%s: %s", view->name, error.message);
}

/* The chosen view in so many cells and, below a line, the inspector. */
static inline void view_screen(const Session *session, ViewState *state, int width, int height, Buffer *out)
{
    enum { INSPECTOR_LINES = 12 };
    const CellsOptions options = {.depth = COLOR_MONO};
    Canvas canvas;
    Figure figure;
    state->width = width;
    state->height = height;
    canvas_init(&canvas, width, height);
    view_picture(session, state, &figure);
    cells_draw(&canvas, canvas_rect(&canvas), &figure, &options);
    canvas_text(&canvas, out);
    figure_free(&figure);
    buffer_append_text(out, "----\n");
    if (inspector_is_open(session)) {
        figure_init(&figure);
        inspector_figure(session, state, width, INSPECTOR_LINES, &figure);
        cells_text(&figure, width, INSPECTOR_LINES, out);
        figure_free(&figure);
    } else {
        inspector_lines(session, views[view_index(session->focus.view)], state, INSPECTOR_LINES, out);
    }
    canvas_free(&canvas);
}

/* A byte-level tokenizer that knows 돈 and 은행, with and without a space in front. */
static inline void hangul_tokens(Session *session)
{
    static const char json[] =
        "{\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":0,\"Ġ\":1,\"ë\":2,\"ı\":3,\"Ī\":4,\"ëı\":5,\"ëıĪ\":6,\"ĠëıĪ\":7,"
        "\"ì\":8,\"Ŀ\":9,\"Ģ\":10,\"ìĿ\":11,\"ìĿĢ\":12,\"í\":13,\"ĸ\":14,\"ī\":15,\"íĸ\":16,\"íĸī\":17,"
        "\"ìĿĢíĸī\":18,\"ĠìĿĢíĸī\":19},\"merges\":[\"ë ı\",\"ëı Ī\",\"Ġ ëıĪ\",\"ì Ŀ\",\"ìĿ Ģ\",\"í ĸ\",\"íĸ ī\","
        "\"ìĿĢ íĸī\",\"Ġ ìĿĢíĸī\"]},"
        "\"pre_tokenizer\":{\"type\":\"ByteLevel\",\"add_prefix_space\":false,\"use_regex\":false},"
        "\"decoder\":{\"type\":\"ByteLevel\"}}";
    Error error = {0};
    tokenizer_free(session->model->tokenizer);
    session->model->tokenizer = NULL;
    if (tokenizer_parse(json, sizeof json - 1, "hangul", &session->model->tokenizer, &error) != STATUS_OK)
        fail_msg("%s", error.message);
}

#endif
