/* Any value or weight as a matrix, with a cursor on one of its cells. */
#include <string.h>

#include "base/translate.h"
#include "session/sheet.h"
#include "session/slice.h"
#include "view/view.h"

enum { MODE_NUMBERS, MODE_HEAT };

/* How much of the matrix or of a number one sees. */
enum { ZOOM_WHOLE = -1, ZOOM_CELLS, ZOOM_DIGITS, ZOOM_EXACT };
static const int zoom_digits[] = {[ZOOM_CELLS] = 0, [ZOOM_DIGITS] = 6, [ZOOM_EXACT] = 9};

static const KeyHint keys[] = {
    {"←↑↓→", N_("cell")}, {"Enter", N_("why")}, {"[ ]", N_("slice")}, {"< >", N_("value")},
    {"t", N_("heat")},    {"+ -", N_("zoom")},  {"x", N_("axis")},    {"w", N_("weights")},
    {"( )", N_("pass")},  {"F", N_("follow")},  {"e", N_("explain")}, {NULL, NULL},
};

/* ---- what is shown ---- */

/* The value or weight that one asked for, or else the value that the program has computed last. */
static Cell value_wanted(const Session *session)
{
    const Program *program = &session->model->program;
    if (session->focus.cell.id)
        return session->focus.cell;
    int pc = machine_place(session->machine).pc;
    return (Cell){.kind = CELL_VALUE, .id = program->instructions[pc > 0 ? pc - 1 : 0].out};
}

/* The whole matrix in blocks that fit the view: half-blocks show two rows a line. */
static int value_block(int64_t count, int room)
{
    return room < 1 || count <= room ? 1 : (int)((count + room - 1) / room);
}

static SliceRequest value_request(const Session *session, const ViewState *state)
{
    enum { WIDTH = 80, HEIGHT = 24, BESIDE = 15, ABOVE = 8 }; /* labels; titles, names, legend, note */
    SliceRequest request = {.cell = state->cell, .held = state->axis - 1, .pass = state->pass - 1};
    Slice plan;
    if (state->zoom != ZOOM_WHOLE)
        return request;
    int width = state->width > 0 ? state->width : WIDTH, height = state->height > 0 ? state->height : HEIGHT;
    request.everything = true;
    slice_plan(session->machine, &request, &plan);
    request.block[0] = value_block(plan.rows.size, 2 * (height - ABOVE));
    request.block[1] = value_block(plan.columns.size, width - BESIDE);
    return request;
}

static int side_index(const SliceSide *side, const Cell *cell)
{
    return side->axis < 0 ? 0 : (int)(cell->index[side->axis] - side->from);
}

/* Brings the state up to date with what one looks at; `plan` is what will be drawn. */
static void value_sync(const Session *session, ViewState *state, Slice *plan)
{
    const Cell *focus = &session->focus.cell;
    Cell wanted = value_wanted(session);
    if (wanted.kind != state->cell.kind || wanted.id != state->cell.id) {
        state->axis = 0;
        state->cell.kind = wanted.kind;
        state->cell.id = wanted.id;
    }
    if (memcmp(focus, &state->seen, sizeof *focus) != 0 && focus->id) {
        state->cell = *focus;
        state->pass = 0; /* the cell may be of another one */
    }
    state->seen = *focus;
    if (state->pass > machine_pass_count(session->machine))
        state->pass = 0;
    SliceRequest request = value_request(session, state);
    slice_plan(session->machine, &request, plan);
    state->cell = plan->cell;
    state->row = side_index(&plan->rows, &plan->cell);
    state->column = side_index(&plan->columns, &plan->cell);
    view_clamp(state, (int)plan->rows.size, (int)plan->columns.size);
}

static bool value_cell(const Session *session, const ViewState *state, Cell *cell)
{
    (void)session;
    *cell = state->cell;
    return state->cell.id && state->rows > 0 && state->columns > 0;
}

/* ---- keys ---- */

static Reaction value_show(CellKind kind, int id, const Session *session)
{
    return reaction_command("show value %s", cell_name(session->machine, kind, id));
}

/* The value before or after, in the order of the program; or the weight. */
static Reaction value_step(const Session *session, const ViewState *state, int by)
{
    const Program *program = &session->model->program;
    if (state->cell.kind == CELL_WEIGHT) {
        int id = state->cell.id + by;
        return id < 1 || id > program->weight_count ? reaction_nothing : value_show(CELL_WEIGHT, id, session);
    }
    int at = program->values[state->cell.id].instruction + by;
    if (at < 0 || at >= program->instruction_count)
        return reaction_nothing;
    return value_show(CELL_VALUE, program->instructions[at].out, session);
}

/* From a value to the weights of its instruction, one after the other, and back to it. */
static Reaction value_weights(const Session *session, const ViewState *state)
{
    const Program *program = &session->model->program;
    for (int at = 0; at < program->instruction_count; at++) {
        const Instruction *line = &program->instructions[at];
        int next = -1;
        if (state->cell.kind == CELL_VALUE && line->out == state->cell.id)
            next = 0;
        for (int i = 0; i < OP_WEIGHTS && state->cell.kind == CELL_WEIGHT; i++)
            next = line->weight[i] == state->cell.id ? i + 1 : next;
        if (next < 0)
            continue;
        if (next < OP_WEIGHTS && line->weight[next])
            return value_show(CELL_WEIGHT, line->weight[next], session);
        return next ? value_show(CELL_VALUE, line->out, session) : reaction_nothing;
    }
    return reaction_nothing;
}

static Reaction value_ask(const Session *session, const ViewState *state, const char *command)
{
    Cell cell;
    Buffer name = {0};
    if (!value_cell(session, state, &cell))
        return reaction_nothing;
    cell_print(session->machine, &cell, &name);
    Reaction reaction = reaction_command("%s %s", command, buffer_text(&name));
    buffer_free(&name);
    return reaction;
}

/* The slice before or after, where there are three axes. */
static Reaction value_slice(const Slice *plan, ViewState *state, int by)
{
    if (plan->held < 0)
        return reaction_nothing;
    state->cell.index[plan->held] += by; /* value_sync brings it into bounds */
    return reaction_redraw;
}

static Reaction value_axis(const Slice *plan, ViewState *state)
{
    if (plan->held < 0)
        return reaction_nothing;
    state->axis = (plan->held + 1) % plan->axis_count + 1;
    return reaction_redraw;
}

static Reaction value_pass(const Session *session, ViewState *state, int by)
{
    int passes = machine_pass_count(session->machine), pass = state->pass + by;
    if (state->cell.kind == CELL_WEIGHT || pass < 0 || pass > passes)
        return reaction_nothing;
    state->pass = pass;
    return reaction_redraw;
}

static Reaction value_zoom(ViewState *state, int by)
{
    int zoom = state->zoom + by;
    if (zoom < ZOOM_WHOLE || zoom > ZOOM_EXACT)
        return reaction_nothing;
    state->zoom = zoom;
    return reaction_redraw;
}

static Reaction value_heat(ViewState *state)
{
    state->mode = state->mode == MODE_NUMBERS ? MODE_HEAT : MODE_NUMBERS;
    return reaction_redraw;
}

/* Of a matrix in blocks, the cursor goes from block to block. */
static bool value_move(const Slice *plan, ViewState *state, Event event)
{
    int row = state->row, column = state->column;
    if (!view_move(state, event))
        return false;
    state->row = row + (state->row - row) * plan->rows.block;
    state->column = column + (state->column - column) * plan->columns.block;
    view_clamp(state, state->rows, state->columns);
    if (plan->rows.axis >= 0)
        state->cell.index[plan->rows.axis] = plan->rows.from + state->row;
    if (plan->columns.axis >= 0)
        state->cell.index[plan->columns.axis] = plan->columns.from + state->column;
    return true;
}

static Reaction value_handle(const Session *session, ViewState *state, Event event)
{
    Slice plan;
    value_sync(session, state, &plan);
    if (value_move(&plan, state, event))
        return reaction_redraw;
    if (event.press == PRESS_ENTER)
        return value_ask(session, state, "into");
    if (event.press != PRESS_TEXT || event.text[1])
        return reaction_unhandled;
    switch (event.text[0]) {
    case '[':
    case ']':
        return value_slice(&plan, state, event.text[0] == ']' ? 1 : -1);
    case '<':
    case '>':
        return value_step(session, state, event.text[0] == '>' ? 1 : -1);
    case '(':
    case ')':
        return value_pass(session, state, event.text[0] == ')' ? 1 : -1);
    case '+':
    case '=':
    case '-':
        return value_zoom(state, event.text[0] == '-' ? -1 : 1);
    case 'x':
        return value_axis(&plan, state);
    case 't':
        return value_heat(state);
    case 'w':
        return value_weights(session, state);
    case 'e':
        return value_ask(session, state, "explain");
    case 'F':
        return reaction_command("show value follow");
    default:
        return reaction_unhandled;
    }
}

/* ---- the picture ---- */

/* "blocks.0.attn.q [pos 5, head 4, d_head 8] · head 2 of 4 · pass 1" */
static void value_title(const Session *session, const ViewState *state, const Slice *slice, Figure *figure)
{
    Shape shape = cell_shape(session->machine, slice->cell.kind, slice->cell.id);
    char text[96];
    Buffer title = {0};
    shape_print(&shape, text, sizeof text);
    buffer_format(&title, "%s %s", cell_name(session->machine, slice->cell.kind, slice->cell.id), text);
    if (slice->held >= 0)
        buffer_format(&title, _(" · %s %lld of %lld"), axis_name(shape.axis[slice->held]),
                      (long long)slice->cell.index[slice->held], (long long)shape.size[slice->held]);
    if (state->pass)
        buffer_format(&title, _(" · pass %d of %d"), state->pass - 1, machine_pass_count(session->machine));
    figure_title(figure, "%s", title.bytes);
    buffer_free(&title);
}

static void value_subtitle(const Session *session, const Slice *slice, Figure *figure)
{
    const Program *program = &session->model->program;
    if (slice->cell.kind == CELL_WEIGHT) {
        figure_subtitle(figure, _("a weight, learnt; in the checkpoint: %s"),
                        program->weights[slice->cell.id].source.tensor);
        return;
    }
    const Instruction *line = &program->instructions[program->values[slice->cell.id].instruction];
    figure_subtitle(figure, "%s: %s", line->op->name, instruction_formula(line));
}

/* Which part of a long axis is there, and what a block's number means. */
static void value_notes(const Slice *slice, Figure *figure)
{
    const SliceSide *sides[] = {&slice->rows, &slice->columns};
    for (int i = 0; i < 2; i++)
        if ((int64_t)sides[i]->count * sides[i]->block < sides[i]->size)
            figure_note(figure, _("%s %lld to %lld of %lld, around the cursor; the scale is theirs"),
                        axis_name(sides[i]->name), (long long)sides[i]->first,
                        (long long)sides[i]->first + sides[i]->count - 1, (long long)sides[i]->size);
    if (slice->rows.block > 1 || slice->columns.block > 1)
        figure_note(figure, _("the whole matrix: each cell is the number farthest from zero of %d × %d"),
                    slice->rows.block, slice->columns.block);
}

/* What the figure's rows or columns count as. */
static void value_axis_counts(const SliceSide *side, Axis *axis)
{
    axis->first = (long)side->first;
    axis->step = side->block;
    axis->whole = (long)(side->from + side->size);
}

static void value_matrix(const Session *session, const ViewState *state, const Slice *slice, Figure *figure)
{
    const Program *program = &session->model->program;
    const char *name = cell_name(session->machine, slice->cell.kind, slice->cell.id), *dot = strrchr(name, '.');
    size_t cells = (size_t)slice->rows.count * (size_t)slice->columns.count;
    figure_matrix(figure, slice->rows.count, slice->columns.count, slice->values, slice->columns.count, 1);
    figure->matrix.states = arena_new(&figure->arena, cells + 1, 1);
    memcpy(figure->matrix.states, slice->states, cells);
    figure_axis_y(figure, slice->rows.axis < 0 ? "" : axis_name(slice->rows.name),
                  slice_labels(session->machine, &slice->rows, true, &figure->arena), slice->rows.count);
    figure_axis_x(figure, axis_name(slice->columns.name),
                  slice_labels(session->machine, &slice->columns, false, &figure->arena), slice->columns.count);
    value_axis_counts(&slice->rows, &figure->y);
    value_axis_counts(&slice->columns, &figure->x);
    bool shares = slice->cell.kind == CELL_VALUE &&
                  program->instructions[program->values[slice->cell.id].instruction].op == &op_softmax;
    figure->scale_kind = shares ? SCALE_SEQUENTIAL : SCALE_DIVERGING;
    figure->show = state->mode == MODE_HEAT || state->zoom == ZOOM_WHOLE ? SHOW_HEAT : SHOW_NUMBERS;
    figure->digits = state->zoom > 0 ? zoom_digits[state->zoom] : 0;
    figure_value_name(figure, dot ? dot + 1 : name);
    figure_source(figure, name);
}

static Status value_figure(const Session *session, ViewState *state, Figure *figure, Error *error)
{
    Slice slice;
    value_sync(session, state, &slice);
    if (state->cell.kind == CELL_VALUE && !machine_position_count(session->machine)) {
        view_nothing(figure, "%s", _("There is no text yet. Type : and then prompt Once upon a time"));
        return STATUS_OK;
    }
    SliceRequest request = value_request(session, state);
    Status status = slice_read(session->machine, &request, &slice, error);
    if (status == STATUS_OK) {
        value_matrix(session, state, &slice, figure);
        value_title(session, state, &slice, figure);
        value_subtitle(session, &slice, figure);
        value_notes(&slice, figure);
        int64_t row = slice.rows.axis < 0 ? 0 : slice.cell.index[slice.rows.axis] - slice.rows.first;
        int64_t column = slice.columns.axis < 0 ? 0 : slice.cell.index[slice.columns.axis] - slice.columns.first;
        figure_cursor(figure, (int)(row / slice.rows.block), (int)(column / slice.columns.block));
    }
    slice_free(&slice);
    return status;
}

const View view_value = {
    .name = "value",
    .title = N_("Value"),
    .brief = N_("Val"),
    .keys = keys,
    .handle = value_handle,
    .figure = value_figure,
    .cell = value_cell,
};
