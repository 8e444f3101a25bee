/* Any value as a matrix, with a cursor on one of its cells. */
#include <string.h>

#include "session/picture.h"
#include "session/sheet.h"
#include "view/view.h"

enum { MODE_NUMBERS, MODE_HEAT };

static const KeyHint keys[] = {
    {"←↑↓→", "cell"}, {"[ ]", "head"}, {"< >", "value"}, {"t", "heat"}, {"e", "explain"}, {"F", "follow the program"},
    {NULL, NULL},
};

/* The value that one asked for, or else the one that the program has computed last. */
static ValueId value_wanted(const Session *session)
{
    const Program *program = &session->model->program;
    if (session->focus.cell.id)
        return session->focus.cell.id;
    int pc = machine_place(session->machine).pc;
    return program->instructions[pc > 0 ? pc - 1 : 0].out;
}

/* Where a cell of the value lies on the screen, and the other way round. */
static void value_put_cursor(const Session *session, ViewState *state, const Cell *cell)
{
    SheetAxes axes = sheet_axes(&session->model->program.values[cell->id].shape);
    state->row = (int)cell->index[axes.row];
    state->column = (int)cell->index[axes.column];
    state->slice = axes.head < 0 ? state->slice : (int)cell->index[axes.head];
}

static bool value_cell(const Session *session, const ViewState *state, Cell *cell)
{
    if (!state->value || !state->rows)
        return false;
    SheetAxes axes = sheet_axes(&session->model->program.values[state->value].shape);
    *cell = (Cell){.kind = CELL_VALUE, .id = state->value};
    cell->index[axes.row] = state->row;
    cell->index[axes.column] = state->column;
    if (axes.head >= 0)
        cell->index[axes.head] = state->slice;
    return true;
}

static void value_sync(const Session *session, ViewState *state)
{
    const Cell *focus = &session->focus.cell;
    bool moved = memcmp(focus, &state->seen, sizeof *focus) != 0;
    state->seen = *focus;
    state->value = value_wanted(session);
    if (moved && focus->id)
        value_put_cursor(session, state, focus);
    int heads = sheet_heads(session->machine, state->value);
    if (state->slice >= heads)
        state->slice = heads ? heads - 1 : 0;
    Shape shape = cell_shape(session->machine, CELL_VALUE, state->value);
    SheetAxes axes = sheet_axes(&shape);
    view_clamp(state, (int)shape.size[axes.row], (int)shape.size[axes.column]);
}

static Reaction value_step(const Session *session, const ViewState *state, int by)
{
    const Program *program = &session->model->program;
    int at = program->values[state->value].instruction + by;
    if (at < 0 || at >= program->instruction_count)
        return reaction_nothing;
    return reaction_command("show value %s", program_name(program, at));
}

static Reaction value_explain(const Session *session, const ViewState *state)
{
    Cell cell;
    Buffer name = {0};
    if (!value_cell(session, state, &cell))
        return reaction_nothing;
    cell_print(session->machine, &cell, &name);
    Reaction reaction = reaction_command("explain %s", buffer_text(&name));
    buffer_free(&name);
    return reaction;
}

static Reaction value_slice(const Session *session, ViewState *state, int by)
{
    int heads = sheet_heads(session->machine, state->value), slice = state->slice + by;
    if (slice < 0 || slice >= heads)
        return reaction_nothing;
    state->slice = slice;
    return reaction_redraw;
}

static Reaction value_handle(const Session *session, ViewState *state, Event event)
{
    value_sync(session, state);
    if (view_move(state, event))
        return reaction_redraw;
    if (event_is(event, "[") || event_is(event, "]"))
        return value_slice(session, state, event_is(event, "]") ? 1 : -1);
    if (event_is(event, "<") || event_is(event, ">"))
        return value_step(session, state, event_is(event, ">") ? 1 : -1);
    if (event_is(event, "e") || event.press == PRESS_ENTER)
        return value_explain(session, state);
    if (event_is(event, "F"))
        return reaction_command("show value follow");
    if (!event_is(event, "t"))
        return reaction_unhandled;
    state->mode = state->mode == MODE_NUMBERS ? MODE_HEAT : MODE_NUMBERS;
    return reaction_redraw;
}

static Status value_figure(const Session *session, ViewState *state, Figure *figure, Error *error)
{
    if (!machine_position_count(session->machine)) {
        view_nothing(figure, "There is no text yet. Type : and then prompt Once upon a time");
        return STATUS_OK;
    }
    value_sync(session, state);
    const Value *value = &session->model->program.values[state->value];
    int heads = sheet_heads(session->machine, state->value);
    PictureRequest request = {
        .value = value->name,
        .head = state->slice,
        .show = state->mode == MODE_HEAT ? SHOW_HEAT : SHOW_NUMBERS,
    };
    TRY(picture_figure(session->machine, &request, NULL, figure, error));
    figure_cursor(figure, state->row, state->column);
    char shape_text[96];
    int64_t positions = machine_position_count(session->machine);
    Shape shape = shape_bind(&value->shape, 0, positions, positions);
    shape_print(&shape, shape_text, sizeof shape_text);
    if (heads)
        figure_title(figure, "%s %s · head %d of %d", value->name, shape_text, state->slice, heads);
    else
        figure_title(figure, "%s %s", value->name, shape_text);
    const Op *op = session->model->program.instructions[value->instruction].op;
    figure_subtitle(figure, "%s: %s", op->name, op->formula);
    return STATUS_OK;
}

const View view_value = {
    .name = "value",
    .title = "Value",
    .keys = keys,
    .handle = value_handle,
    .figure = value_figure,
    .cell = value_cell,
};
