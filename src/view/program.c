/* The program: one line an instruction, with the program counter, breakpoints, and what is computed. */
#include <string.h>

#include "base/utf8.h"
#include "figure/number.h"
#include "view/view.h"

static const KeyHint keys[] = {
    {"↑ ↓", "line"}, {"Enter", "value"}, {"B", "breakpoint"}, {"G", "go there"}, {NULL, NULL},
};

static const Program *program_of(const Session *session)
{
    return &session->model->program;
}

/* The cursor goes with the program counter whenever that moves. */
static void program_follow(const Session *session, ViewState *state)
{
    Place place = machine_place(session->machine);
    int count = program_of(session)->instruction_count;
    int64_t seen = (int64_t)place.pass * (count + 1) + place.pc + 1;
    view_clamp(state, count + 1, 1);
    if (state->place != seen)
        state->row = place.pc;
    state->place = seen;
}

static Reaction program_handle(const Session *session, ViewState *state, Event event)
{
    const Program *program = program_of(session);
    program_follow(session, state);
    if (view_move(state, event))
        return reaction_redraw;
    if (state->row >= program->instruction_count)
        return reaction_unhandled;
    const Instruction *line = &program->instructions[state->row];
    const char *name = program->values[line->out].name;
    if (event.press == PRESS_ENTER)
        return reaction_command("show value %s", name);
    if (event_is(event, "B"))
        return reaction_command("%s %s", machine_has_breakpoint(session->machine, line->out) ? "delete" : "break",
                                name);
    if (event_is(event, "G"))
        return reaction_command("goto %s", name);
    return reaction_unhandled;
}

static int longest_name(const Program *program)
{
    int longest = 0;
    for (ValueId id = 1; id <= program->value_count; id++) {
        int cells = utf8_cells(program->values[id].name, strlen(program->values[id].name));
        longest = cells > longest ? cells : longest;
    }
    return longest;
}

static Style line_style(bool current, bool computed)
{
    return current ? STYLE_CURRENT : computed ? STYLE_NORMAL : STYLE_PENDING;
}

static bool line_edited(const Machine *machine, ValueId value)
{
    for (int i = 0; i < machine_edit_count(machine); i++)
        if (machine_edits(machine)[i].value == value)
            return true;
    return false;
}

/* "✎" where a person has set cells, "✓" where it is computed. */
static void listing_sign(const Machine *machine, ValueId value, bool computed, Figure *figure)
{
    if (line_edited(machine, value))
        figure_span(figure, STYLE_EDITED, "✎ ");
    else
        figure_span(figure, computed ? STYLE_NEW : STYLE_PENDING, "%s ", computed ? "✓" : "·");
}

/* "  [pos 5, d_model 64]", for the positions of the present pass. */
static void listing_shape(const Session *session, const Value *value, bool computed, Figure *figure)
{
    const Machine *machine = session->machine;
    Shape shape = value->shape;
    char text[96];
    if (machine_pass_count(machine)) {
        int pass = machine_place(machine).pass;
        int64_t new = machine_pass_size(machine, pass), first = machine_pass_first(machine, pass);
        shape = shape_bind(&value->shape, 0, new, first + new);
    }
    shape_print(&shape, text, sizeof text);
    figure_span(figure, computed ? STYLE_AXIS : STYLE_PENDING, " %s", text);
}

static void listing_line(const Session *session, const ViewState *state, int at, int name_width, Figure *figure)
{
    const Machine *machine = session->machine;
    const Instruction *line = &program_of(session)->instructions[at];
    const Value *value = &program_of(session)->values[line->out];
    Place place = machine_place(machine);
    bool current = machine_pass_count(machine) && place.pc == at;
    bool computed = machine_has(machine, place.pass, line->out);
    Style style = line_style(current, computed);
    figure_text_line(figure);
    figure_span(figure, current ? STYLE_CURRENT : STYLE_NORMAL, "%s", current ? "▶" : " ");
    figure_span(figure, STYLE_BREAKPOINT, "%s", machine_has_breakpoint(machine, line->out) ? "●" : " ");
    figure_span(figure, STYLE_MUTED, "%3d ", at);
    listing_sign(machine, line->out, computed, figure);
    figure_span(figure, style, "%-*s", name_width, value->name);
    figure_span(figure, style, "  %-9s", line->op->name);
    if (state->mode == PROGRAM_FULL)
        listing_shape(session, value, computed, figure);
}

static void listing_end(const Session *session, const ViewState *state, Figure *figure)
{
    const Machine *machine = session->machine;
    int count = program_of(session)->instruction_count;
    bool current = machine_pass_count(machine) && machine_place(machine).pc >= count;
    figure_text_line(figure);
    figure_span(figure, current ? STYLE_CURRENT : STYLE_NORMAL, "%s", current ? "▶" : " ");
    figure_span(figure, current ? STYLE_CURRENT : STYLE_PENDING, "      end of the pass");
    if (current)
        figure_span(figure, STYLE_MUTED, "%s",
                    state->mode == PROGRAM_FULL ? "  (g draws the next token and runs its pass)" : "  (g: next token)");
}

static Status program_figure(const Session *session, ViewState *state, Figure *figure, Error *error)
{
    (void)error;
    const Machine *machine = session->machine;
    const Program *program = program_of(session);
    int pass = machine_place(machine).pass, width = longest_name(program);
    program_follow(session, state);
    figure_text(figure);
    figure_title(figure, "Program of %s: %d instructions", session->model->name, program->instruction_count);
    if (machine_pass_count(machine)) {
        long long first = machine_pass_first(machine, pass), size = machine_pass_size(machine, pass);
        figure_subtitle(figure, size == 1 ? "pass %d brings position %lld" : "pass %d brings positions %lld to %lld",
                        pass, first, first + size - 1);
    }
    for (int at = 0; at < program->instruction_count; at++)
        listing_line(session, state, at, width, figure);
    listing_end(session, state, figure);
    figure_cursor(figure, state->row, 0);
    return STATUS_OK;
}

static void inspect_operands(const Program *program, const Instruction *line, Buffer *out)
{
    int written = 0;
    for (int i = 0; i < OP_INPUTS; i++)
        if (line->in[i])
            buffer_format(out, "%s%s = %s", written++ ? ", " : "", line->op->input[i],
                          program->values[line->in[i]].name);
    for (int i = 0; i < OP_WEIGHTS; i++)
        if (line->weight[i])
            buffer_format(out, "%s%s = %s", written++ ? ", " : "", line->op->weight[i],
                          program->weights[line->weight[i]].name);
}

/* What the instruction under the cursor does, reads and costs. */
static void program_inspect(const Session *session, const ViewState *state, Buffer *out)
{
    const Machine *machine = session->machine;
    const Program *program = program_of(session);
    if (state->row >= program->instruction_count)
        return;
    const Instruction *line = &program->instructions[state->row];
    buffer_format(out, "%s: %s\n", line->op->name, line->op->formula);
    inspect_operands(program, line, out);
    if (machine_pass_count(machine)) {
        int pass = machine_place(machine).pass;
        int64_t new = machine_pass_size(machine, pass), first = machine_pass_first(machine, pass);
        char flops[NUMBER_LENGTH], bytes[NUMBER_LENGTH];
        Cost cost = program_cost(program, state->row, new, first + new);
        buffer_format(out, " · %s operations, reads %s", number_format(flops, cost.flops, 0),
                      number_bytes(bytes, (size_t)cost.bytes_read));
    }
    buffer_append_text(out, "\n");
}

const View view_program = {
    .name = "program",
    .title = "Program",
    .keys = keys,
    .handle = program_handle,
    .figure = program_figure,
    .inspect = program_inspect,
};
