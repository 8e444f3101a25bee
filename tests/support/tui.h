/* The interpreter without a terminal: events go in, a canvas comes out. */
#ifndef TESTS_SUPPORT_TUI_H
#define TESTS_SUPPORT_TUI_H

#include <stdlib.h>

#include "support/session.h"
#include "tui/tui_parts.h"

/* Takes the session. close_tui it. */
static inline Tui *open_tui(Session *session, int width, int height)
{
    Tui *tui = calloc(1, sizeof *tui);
    Error error = {0};
    tui->session = session;
    tui->depth = COLOR_256;
    canvas_init(&tui->canvas, 0, 0);
    if (key_table_open(&tui->keys, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    frame_draw(tui, width, height);
    return tui;
}

static inline void close_tui(Tui *tui)
{
    key_table_free(&tui->keys);
    lesson_play_free(&tui->lesson);
    command_line_free(&tui->line);
    pager_free(&tui->pager);
    buffer_free(&tui->message.text);
    canvas_free(&tui->canvas);
    session_free(tui->session);
    free(tui);
}

/* Lessons from a folder, with the session's own model. */
static inline void open_lessons(Tui *tui, const char *folder, bool present)
{
    Error error = {0};
    LessonSetup setup = {.folder = folder, .student = "test", .present = present, .keeps_model = true};
    if (lesson_play_init(&tui->lesson, tui->session, &setup, &error) != STATUS_OK)
        fail_msg("%s", error.message);
}

/* An event and the frame after it. */
static inline void happens(Tui *tui, Event event)
{
    tui_event(tui, event);
    frame_draw(tui, tui->canvas.width, tui->canvas.height);
}

/* Presses keys by their names, blanks between them: "Space n :". */
static inline void press_keys(Tui *tui, const char *names)
{
    while (*names) {
        Event event;
        size_t length = strcspn(names, " ");
        if (!key_parse(names, length, &event))
            fail_msg("%s is no key", names);
        happens(tui, event);
        names += length + strspn(names + length, " ");
    }
}

/* Where a text stands on the screen; fails where it does not. */
static inline Event place_of(const Tui *tui, Press press, const char *text)
{
    for (int y = 0; y < tui->canvas.height; y++)
        for (int x = 0; x < tui->canvas.width; x++) {
            Buffer line = {0};
            for (int i = x; i < tui->canvas.width; i++)
                buffer_append_text(&line, canvas_at(&tui->canvas, i, y)->text);
            bool here = canvas_at(&tui->canvas, x, y)->width && !strncmp(buffer_text(&line), text, strlen(text));
            buffer_free(&line);
            if (here)
                return (Event){.press = press, .x = x, .y = y};
        }
    fail_msg("there is no \"%s\" on the screen", text);
    return (Event){0};
}

#endif
