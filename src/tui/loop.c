/* Events in, frames out. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/translate.h"
#include "session/trained.h"
#include "tui/line_history.h"
#include "tui/signals.h"
#include "tui/tui_parts.h"

/* Work shorter than this shows no progress; longer work shows it so often. */
static const double PROGRESS_AFTER = 0.25, PROGRESS_EVERY = 0.08;

/* The theme that the session names: read when its name changes. */
static void tui_follow_theme(Tui *tui)
{
    Error error = {0};
    if (!strcmp(tui->theme.name, tui->session->theme))
        return;
    if (theme_open(tui->session->theme, &tui->theme, &error) != STATUS_OK)
        tui_say(tui, STYLE_ERROR, "%s", error.message);
    strcpy(tui->theme.name, tui->session->theme); /* asked for once, even where there is none */
    tui->depth = tui->theme.mono ? COLOR_MONO : screen_depth(tui->terminal);
    screen_forget(tui->terminal);
}

static void tui_show(Tui *tui)
{
    int width, height;
    tui_follow_theme(tui);
    screen_mouse(tui->terminal, !tui->session->mouse_off);
    screen_size(tui->terminal, &width, &height);
    frame_draw(tui, width, height);
    screen_show(tui->terminal, &tui->canvas, &tui->theme, tui->cursor_x, tui->cursor_y);
}

/* ---- long work ---- */

static bool tui_progress(void *context, double done)
{
    Tui *tui = context;
    double time = tui_now();
    if (signals_pending())
        return false;
    if (time - tui->work_shown < PROGRESS_EVERY)
        return true;
    tui->work_shown = time;
    if (time - tui->work_began > PROGRESS_AFTER) {
        tui_say(tui, STYLE_NOTE, _("working: %.0f %% · Esc stops"), 100 * done);
        tui_show(tui);
    }
    return !signals_take_interrupt() && !input_escape_pressed(&tui->input);
}

/* ---- life ---- */

/* Drawn anew: the line that asked for it is not part of it. */
static void screen_canvas(void *context, int width, int height, Canvas *out)
{
    Tui *tui = context;
    int own_width = tui->canvas.width, own_height = tui->canvas.height;
    bool sized = width > 0;
    frame_draw(tui, sized ? width : own_width, sized ? height : own_height);
    canvas_copy(out, &tui->canvas);
    if (sized)
        frame_draw(tui, own_width, own_height);
}

static Status screen_figure(void *context, Figure *figure, Error *error)
{
    Tui *tui = context;
    int view = view_index(tui->session->focus.view);
    return views[view]->figure(tui->session, &tui->states[view], figure, error);
}

static void tui_free(Tui *tui)
{
    tui->session->progress = (Progress){0};
    tui->session->screen = (Screen){0};
    key_table_free(&tui->keys);
    command_line_free(&tui->line);
    lesson_play_free(&tui->lesson);
    pager_free(&tui->pager);
    buffer_free(&tui->message.text);
    canvas_free(&tui->canvas);
}

/* How long to wait for a key. A signal that comes just before would be noticed at the next key only: so look up now and
 * then; often while a run brings news by itself. */
static int tui_patience(const Tui *tui)
{
    enum { USUAL_MS = 500, LIVE_MS = 60 };
    Training *training = tui->session->training;
    return training && training_is_running(training) ? LIVE_MS : USUAL_MS;
}

static Status tui_loop(Tui *tui, Error *error)
{
    int shown = 0;
    for (bool dirty = true; !tui->session->quit;) {
        int news = session_news(tui->session);
        if ((dirty || news != shown) && !input_waiting(&tui->input)) {
            shown = news;
            tui_show(tui);
        }
        Event event = input_next(&tui->input, tui_patience(tui));
        if (event.press == PRESS_HANG_UP || signals_pending() == SIGHUP)
            return error_set(error, STATUS_CANCELLED, _("terminal: it has gone; start again"));
        if (signals_pending())
            return error_set(error, STATUS_CANCELLED, _("tui: asked to end by a signal; start again"));
        if (signals_take_interrupt())
            return STATUS_OK;
        dirty = event.press != PRESS_NONE;
        if (event.press == PRESS_RESIZE)
            screen_forget(tui->terminal);
        tui_event(tui, event);
    }
    return STATUS_OK;
}

bool tui_possible(void)
{
    const char *name = getenv("TERM");
    return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO) && name && *name && strcmp(name, "dumb") != 0;
}

/* What one reads first: what is wrong, or which keys to begin with. */
static void tui_greet(Tui *tui)
{
    Error mistake = {0};
    tui->work_began = tui->work_shown = tui_now();
    Status status = key_table_open(&tui->keys, &mistake);
    Status played = lesson_play_follow(&tui->lesson, status == STATUS_OK ? &mistake : NULL);
    if (status != STATUS_OK || played != STATUS_OK)
        tui_say(tui, STYLE_ERROR, "%s", mistake.message);
    else if (lesson_is_shown(&tui->lesson))
        tui_say(tui, STYLE_NORMAL, "%s", "");
    else
        tui_say(tui, STYLE_NOTE, "%s",
                _("Space: one instruction · n: a block · f: the pass · g: the next token · ?: help"));
}

Status tui_run(Session *session, const LessonSetup *lessons, Error *error)
{
    Tui tui = {.session = session};
    Status status = lesson_play_init(&tui.lesson, session, lessons, error);
    if (status == STATUS_OK && !tui.lesson.asked.kind)
        status = start_text(session, error);
    if (status == STATUS_OK)
        status = screen_open(&tui.terminal, error);
    if (status != STATUS_OK) {
        lesson_play_free(&tui.lesson);
        return status;
    }
    canvas_init(&tui.canvas, 0, 0);
    line_history_load(&tui.line);
    tui.keeps_history = true;
    session->progress = (Progress){tui_progress, &tui};
    session->screen = (Screen){&tui, screen_canvas, screen_figure, true};
    tui_greet(&tui);
    status = tui_loop(&tui, error);
    screen_close(tui.terminal);
    tui_free(&tui);
    return status;
}
