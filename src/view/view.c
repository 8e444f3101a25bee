#include "view/view.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const View *const views[] = {
#define VIEW_ENTRY(name) &view_##name,
    VIEW_LIST(VIEW_ENTRY)
#undef VIEW_ENTRY
        NULL,
};

int view_index(const char *name)
{
    for (int i = 0; views[i]; i++)
        if (!strcmp(views[i]->name, name))
            return i;
    return 0;
}

const View *view_find(const char *name)
{
    const View *view = views[view_index(name)];
    return strcmp(view->name, name) == 0 ? view : NULL;
}

/* ---- cursor ---- */

enum { PAGE = 10, NOTCH = 3 };

/* How far a key moves the cursor; INT_MAX goes all the way. */
static const struct {
    Press press;
    int rows, columns;
} moves[] = {
    {PRESS_UP, -1, 0},           {PRESS_DOWN, 1, 0},           {PRESS_LEFT, 0, -1},       {PRESS_RIGHT, 0, 1},
    {PRESS_PAGE_UP, -PAGE, 0},   {PRESS_PAGE_DOWN, PAGE, 0},   {PRESS_HOME, 0, -INT_MAX}, {PRESS_END, 0, INT_MAX},
    {PRESS_WHEEL_UP, -NOTCH, 0}, {PRESS_WHEEL_DOWN, NOTCH, 0},
};

static int clamped(int64_t value, int count)
{
    return value >= count ? (count > 0 ? count - 1 : 0) : value < 0 ? 0 : (int)value;
}

void view_clamp(ViewState *state, int rows, int columns)
{
    state->rows = rows;
    state->columns = columns;
    state->row = clamped(state->row, rows);
    state->column = clamped(state->column, columns);
}

static void view_move_by(ViewState *state, int64_t rows, int64_t columns)
{
    state->row = clamped(state->row + rows, state->rows);
    state->column = clamped(state->column + columns, state->columns);
}

bool view_move(ViewState *state, Event event)
{
    if (event.press == PRESS_CLICK && !event.thumbnail) {
        view_move_by(state, event.by_row, event.by_column);
        return true;
    }
    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++)
        if (moves[i].press == event.press) {
            view_move_by(state, moves[i].rows, moves[i].columns);
            return true;
        }
    return false;
}

bool event_is(Event event, const char *text)
{
    return event.press == PRESS_TEXT && !strcmp(event.text, text);
}

/* ---- reactions ---- */

const Reaction reaction_unhandled = {.answer = ANSWER_UNHANDLED};
const Reaction reaction_nothing = {.answer = ANSWER_NOTHING};
const Reaction reaction_redraw = {.answer = ANSWER_REDRAW};

Reaction reaction_command(const char *format, ...)
{
    Reaction reaction = {.answer = ANSWER_COMMAND};
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(reaction.command, sizeof reaction.command, format, arguments);
    va_end(arguments);
    return reaction;
}

void view_nothing(Figure *figure, const char *format, ...)
{
    char text[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    figure_text(figure);
    figure->text.wrap = true;
    figure_text_line(figure);
    figure_span(figure, STYLE_PENDING, "%s", text);
}
