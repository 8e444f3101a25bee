/* Events in, frames out. */
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/translate.h"
#include "command/command.h"
#include "tui/help.h"
#include "tui/keys.h"
#include "tui/signals.h"
#include "tui/tui_parts.h"

/* Work shorter than this shows no progress; longer work shows it so often. */
static const double PROGRESS_AFTER = 0.25, PROGRESS_EVERY = 0.08;

void tui_say(Tui *tui, Style style, const char *format, ...)
{
    char text[2 * ERROR_LENGTH];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    buffer_clear(&tui->message.text);
    buffer_append_text(&tui->message.text, text);
    tui->message.style = style;
}

static void tui_show(Tui *tui)
{
    int width, height;
    screen_size(tui->terminal, &width, &height);
    frame_draw(tui, width, height);
    screen_show(tui->terminal, &tui->canvas, theme_find(tui->session->theme), tui->cursor_x, tui->cursor_y);
}

/* ---- long work ---- */

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static bool tui_progress(void *context, double done)
{
    Tui *tui = context;
    double time = now();
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

/* ---- commands ---- */

/* What a command said: on the message line where it is one line, else in the pager. */
static void tui_take_output(Tui *tui, const char *title)
{
    Buffer *output = &tui->session->output;
    const char *newline = output->length ? strchr(output->bytes, '\n') : NULL;
    if (newline && newline[1])
        pager_open(&tui->pager, title, output->bytes);
    else if (output->length)
        tui_say(tui, STYLE_NORMAL, "%.*s", (int)strcspn(output->bytes, "\n"), output->bytes);
    buffer_clear(output);
}

static void tui_command(Tui *tui, const char *command)
{
    Error error = {0};
    tui->work_began = tui->work_shown = now();
    Status status = command_run(tui->session, command, &error);
    tui_say(tui, STYLE_ERROR, "%s", status == STATUS_OK ? "" : error.message);
    if (status == STATUS_OK)
        tui_take_output(tui, command);
    if (!frame_message_fits(tui)) {
        pager_open(&tui->pager, command, tui->message.text.bytes);
        buffer_clear(&tui->message.text);
    }
}

/* ---- events ---- */

static void tui_choose_view(Tui *tui, int index)
{
    Buffer command = {0};
    buffer_format(&command, "show %s", views[index]->name);
    tui_command(tui, command.bytes);
    buffer_free(&command);
}

static void tui_help(Tui *tui)
{
    Buffer text = {0};
    help_text(&text);
    pager_open(&tui->pager, _("Help"), buffer_text(&text));
    buffer_free(&text);
}

static void tui_binding(Tui *tui, const KeyBinding *binding, Event event)
{
    int view = view_index(tui->session->focus.view);
    switch (binding->action) {
    case ACTION_COMMAND:
        tui_command(tui, binding->command);
        break;
    case ACTION_LINE:
        command_line_open(&tui->line, binding->command);
        break;
    case ACTION_HELP:
        tui_help(tui);
        break;
    case ACTION_NEXT_VIEW:
        tui_choose_view(tui, (view + 1) % VIEW_COUNT);
        break;
    case ACTION_PREVIOUS_VIEW:
        tui_choose_view(tui, (view + VIEW_COUNT - 1) % VIEW_COUNT);
        break;
    case ACTION_VIEW:
        tui_choose_view(tui, event.text[0] - '1');
        break;
    }
}

static void tui_line(Tui *tui, Event event)
{
    CommandLineAnswer answer = command_line_handle(&tui->line, tui->session, event);
    if (answer == LINE_EDITED)
        return;
    command_line_close(&tui->line, answer == LINE_ENTERED);
    if (answer == LINE_ENTERED)
        tui_command(tui, buffer_text(&tui->line.text));
}

static void tui_key(Tui *tui, Event event)
{
    const View *view = views[view_index(tui->session->focus.view)];
    tui_say(tui, STYLE_NORMAL, "%s", "");
    Reaction reaction = view->handle(tui->session, &tui->states[view_index(view->name)], event);
    const KeyBinding *binding = key_find(event);
    if (reaction.answer == ANSWER_COMMAND)
        tui_command(tui, reaction.command);
    else if (reaction.answer == ANSWER_UNHANDLED && binding)
        tui_binding(tui, binding, event);
}

static void tui_event(Tui *tui, Event event)
{
    if (event.press == PRESS_RESIZE)
        screen_forget(tui->terminal);
    else if (event.press == PRESS_HANG_UP || event.press == PRESS_NONE)
        return;
    else if (tui->line.active)
        tui_line(tui, event);
    else if (!tui->pager.active || !pager_handle(&tui->pager, event))
        tui_key(tui, event);
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
    command_line_free(&tui->line);
    pager_free(&tui->pager);
    buffer_free(&tui->message.text);
    canvas_free(&tui->canvas);
}

static Status tui_loop(Tui *tui, Error *error)
{
    for (bool dirty = true; !tui->session->quit;) {
        if (dirty && !input_waiting(&tui->input))
            tui_show(tui);
        Event event = input_next(&tui->input);
        if (event.press == PRESS_HANG_UP || signals_pending() == SIGHUP)
            return error_set(error, STATUS_CANCELLED, _("terminal: it has gone; start again"));
        if (signals_pending())
            return error_set(error, STATUS_CANCELLED, _("tui: asked to end by a signal; start again"));
        if (signals_take_interrupt())
            return STATUS_OK;
        dirty = event.press != PRESS_NONE;
        tui_event(tui, event);
    }
    return STATUS_OK;
}

bool tui_possible(void)
{
    const char *name = getenv("TERM");
    return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO) && name && *name && strcmp(name, "dumb") != 0;
}

Status tui_run(Session *session, Error *error)
{
    Tui tui = {.session = session};
    TRY(start_text(session, error));
    TRY(screen_open(&tui.terminal, error));
    tui.depth = screen_depth(tui.terminal);
    canvas_init(&tui.canvas, 0, 0);
    session->progress = (Progress){tui_progress, &tui};
    session->screen = (Screen){&tui, screen_canvas, screen_figure};
    tui_say(&tui, STYLE_NOTE, "%s",
            _("Space: one instruction · n: a block · f: the pass · g: the next token · ?: help"));
    Status status = tui_loop(&tui, error);
    screen_close(tui.terminal);
    tui_free(&tui);
    return status;
}
