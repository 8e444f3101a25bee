/* What an event changes: of the session by a command, of a view's state, of the line or page that is open. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/translate.h"
#include "base/utf8.h"
#include "command/command.h"
#include "tui/help.h"
#include "tui/jamo.h"
#include "tui/line_history.h"
#include "tui/tui_parts.h"
#include "view/inspector.h"

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

double tui_now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
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
    tui->work_began = tui->work_shown = tui_now();
    Status status = command_run(tui->session, command, &error);
    if (status == STATUS_OK)
        status = lesson_play_follow(&tui->lesson, &error);
    tui_say(tui, STYLE_ERROR, "%s", status == STATUS_OK ? "" : error.message);
    if (status == STATUS_OK)
        tui_take_output(tui, command);
    if (!frame_message_fits(tui)) {
        pager_open(&tui->pager, command, tui->message.text.bytes);
        buffer_clear(&tui->message.text);
    }
}

void tui_choose_view(Tui *tui, const View *view)
{
    Buffer command = {0};
    buffer_format(&command, "show %s", view->name);
    tui_command(tui, command.bytes);
    buffer_free(&command);
}

/* ---- keys ---- */

static void tui_help(Tui *tui)
{
    Buffer text = {0};
    help_text(&tui->keys, &text);
    pager_open(&tui->pager, _("Help"), buffer_text(&text));
    buffer_free(&text);
}

static void tui_choose_number(Tui *tui, int number)
{
    if (number >= 1 && number <= VIEW_COUNT)
        tui_choose_view(tui, views[number - 1]);
    else
        tui_say(tui, STYLE_ERROR, _("there is no view %d; there are %d"), number, VIEW_COUNT);
}

static void tui_move_divider(Tui *tui, int columns)
{
    Layout layout = frame_layout(tui);
    int width = layout.listing.width + columns;
    if (rect_empty(layout.listing))
        tui_say(tui, STYLE_ERROR, _("the program stands beside a view on wide screens alone; make the window wider"));
    else
        tui->listing_width = width > 1 ? width : 1;
}

static void tui_binding(Tui *tui, const KeyBinding *binding)
{
    int view = view_index(tui->session->focus.view);
    switch (binding->action) {
    case KEY_COMMAND:
        tui_command(tui, binding->words);
        break;
    case KEY_LINE:
        command_line_open(&tui->line, tui->session, binding->words);
        break;
    case KEY_VIEW:
        tui_choose_number(tui, binding->number);
        break;
    case KEY_NEXT_VIEW:
        tui_choose_view(tui, views[(view + 1) % VIEW_COUNT]);
        break;
    case KEY_PREVIOUS_VIEW:
        tui_choose_view(tui, views[(view + VIEW_COUNT - 1) % VIEW_COUNT]);
        break;
    case KEY_DIVIDER:
        tui_move_divider(tui, binding->number);
        break;
    case KEY_HELP:
        tui_help(tui);
        break;
    case KEY_NONE:
        break;
    }
}

static void tui_line(Tui *tui, Event event)
{
    CommandLineAnswer answer = command_line_handle(&tui->line, tui->session, event);
    if (answer == LINE_EDITED)
        return;
    bool new = command_line_close(&tui->line, answer == LINE_ENTERED);
    if (answer != LINE_ENTERED)
        return;
    if (new && tui->keeps_history)
        line_history_add(buffer_text(&tui->line.text));
    tui_command(tui, buffer_text(&tui->line.text));
}

void tui_react(Tui *tui, const View *view, Event event, bool chosen)
{
    tui_say(tui, STYLE_NORMAL, "%s", "");
    ViewState *state = &tui->states[view_index(view->name)];
    Reaction reaction = chosen ? inspector_handle(tui->session, view, state, event) : reaction_unhandled;
    if (reaction.answer == ANSWER_UNHANDLED)
        reaction = view->handle(tui->session, state, event);
    const KeyBinding *binding = chosen ? key_table_find(&tui->keys, event) : NULL;
    if (reaction.answer == ANSWER_COMMAND)
        tui_command(tui, reaction.command);
    else if (reaction.answer == ANSWER_LINE)
        command_line_open(&tui->line, tui->session, reaction.command);
    else if (reaction.answer == ANSWER_UNHANDLED && binding)
        tui_binding(tui, binding);
}

static void tui_key(Tui *tui, Event event)
{
    tui->clicked = false;
    if (tui->line.active)
        tui_line(tui, event);
    else if ((!tui->pager.active || !pager_handle(&tui->pager, event)) && !lesson_key(tui, event))
        tui_react(tui, views[view_index(tui->session->focus.view)], event, true);
}

/* With a Korean input method on, Hangul comes where keys are meant: it acts as those. */
static void tui_character(Tui *tui, Event event)
{
    uint32_t code_point = 0;
    char keys[JAMO_KEYS_MOST];
    utf8_decode(event.text, strlen(event.text), &code_point);
    int count = tui->line.active || tui->lesson.line.active ? 0 : jamo_keys(code_point, keys);
    if (!count)
        tui_key(tui, event);
    for (int i = 0; i < count && !tui->session->quit; i++)
        tui_key(tui, (Event){.press = PRESS_TEXT, .text = {keys[i], '\0'}});
}

void tui_event(Tui *tui, Event event)
{
    switch (event.press) {
    case PRESS_NONE:
    case PRESS_RESIZE:
    case PRESS_HANG_UP:
        break;
    case PRESS_CLICK:
    case PRESS_DRAG:
    case PRESS_RELEASE:
    case PRESS_WHEEL_UP:
    case PRESS_WHEEL_DOWN:
        tui_mouse(tui, event);
        break;
    case PRESS_TEXT:
        tui_character(tui, event);
        break;
    default:
        tui_key(tui, event);
        break;
    }
}
