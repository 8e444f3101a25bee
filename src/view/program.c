/* The program: one line an instruction, with the program counter, breakpoints, and what is computed. */
#include <string.h>

#include "base/translate.h"
#include "figure/number.h"
#include "view/inspector_parts.h"
#include "view/listing.h"

static const KeyHint keys[] = {
    {"↑ ↓", N_("line")},   {"Enter", N_("value")}, {"z", N_("fold")}, {"b", N_("breakpoint")},
    {"G", N_("go there")}, {"Z", N_("fold all")},  {NULL, NULL},
};

static const Program *program_of(const Session *session)
{
    return &session->model->program;
}

/* The cursor goes with the program counter whenever that moves. */
static Listing program_follow(const Session *session, ViewState *state)
{
    Place place = machine_place(session->machine);
    Listing listing = listing_of(program_of(session), state);
    int64_t seen = (int64_t)place.pass * (program_of(session)->instruction_count + 1) + place.pc + 1;
    if (state->place != seen)
        state->row = listing_row(&listing, place.pc);
    state->place = seen;
    view_clamp(state, listing.count, 1);
    return listing;
}

/* Folding keeps the cursor on what it was on, or on the head that has taken it in. */
static Reaction program_fold(const Session *session, ViewState *state, const ListingRow *row, bool fold)
{
    if (row->block == NO_BLOCK || fold == listing_is_folded(state, row->block))
        return reaction_nothing;
    int head = row->from;
    listing_fold(state, row->block, fold);
    Listing listing = listing_of(program_of(session), state);
    state->row = listing_row(&listing, head);
    if (row->kind == LISTING_HEAD && state->row > 0 && listing.rows[state->row].kind == LISTING_INSTRUCTION)
        state->row--;
    listing_free(&listing);
    return reaction_redraw;
}

/* All blocks: folds them unless all are folded. */
static Reaction program_fold_all(const Session *session, ViewState *state, const ListingRow *row)
{
    const Program *program = program_of(session);
    bool all = true;
    for (int block = 0; block < program->block_count; block++)
        all &= listing_is_folded(state, block);
    for (int block = 0; block < program->block_count; block++)
        listing_fold(state, block, !all);
    Listing listing = listing_of(program, state);
    state->row = listing_row(&listing, row->from);
    listing_free(&listing);
    return reaction_redraw;
}

static Reaction instruction_key(const Session *session, const ListingRow *row, Event event)
{
    ValueId value = program_of(session)->instructions[row->from].out;
    const char *name = program_of(session)->values[value].name;
    if (event.press == PRESS_ENTER)
        return reaction_command("show value %s", name);
    if (event_is(event, "b") || event_is(event, "B"))
        return reaction_command("%s %s", machine_has_breakpoint(session->machine, value) ? "delete" : "break", name);
    if (event_is(event, "G"))
        return reaction_command("goto %s", name);
    return reaction_unhandled;
}

static Reaction program_row(const Session *session, ViewState *state, const ListingRow *row, Event event)
{
    bool folded = listing_is_folded(state, row->block);
    if (event_is(event, "z") || (event.press == PRESS_ENTER && row->kind == LISTING_HEAD))
        return program_fold(session, state, row, !folded);
    if (event.press == PRESS_LEFT || event.press == PRESS_RIGHT)
        return program_fold(session, state, row, event.press == PRESS_LEFT);
    if (event_is(event, "Z"))
        return program_fold_all(session, state, row);
    return row->kind == LISTING_END ? reaction_unhandled : instruction_key(session, row, event);
}

static Reaction program_handle(const Session *session, ViewState *state, Event event)
{
    Listing listing = program_follow(session, state);
    Reaction reaction = reaction_redraw;
    bool sideways = event.press == PRESS_LEFT || event.press == PRESS_RIGHT;
    if (event.press == PRESS_HOME || event.press == PRESS_END)
        state->row = event.press == PRESS_HOME ? 0 : listing.count - 1;
    else if (sideways || !view_move(state, event))
        reaction = program_row(session, state, &listing.rows[state->row], event);
    listing_free(&listing);
    return reaction;
}

static Status program_figure(const Session *session, ViewState *state, Figure *figure, Error *error)
{
    enum { USUAL_WIDTH = 80 };
    (void)error;
    int width = state->width > 0 ? state->width : USUAL_WIDTH;
    Listing listing = program_follow(session, state);
    figure_text(figure);
    listing_title(session, width, figure);
    listing_names(width, figure);
    for (int i = 0; i < listing.count; i++)
        listing_draw(session, state, &listing.rows[i], width, figure);
    figure_cursor(figure, state->row, 0);
    listing_free(&listing);
    return STATUS_OK;
}

/* "x = embed, W = … · [pos 5, d_model 64] · 3.1 kFLOP, reads 2 KiB, writes 1 KiB" */
static void inspect_costs(const Session *session, const ListingRow *row, Buffer *out)
{
    const Machine *machine = session->machine;
    char flops[NUMBER_LENGTH], bytes_in[NUMBER_LENGTH], bytes_out[NUMBER_LENGTH];
    if (!machine_pass_count(machine))
        return;
    Cost cost = listing_cost(session, row->from, row->to);
    buffer_format(out, _("%s FLOP, reads %s, writes %s"), number_format(flops, cost.flops, 0),
                  number_bytes(bytes_in, (size_t)cost.bytes_read), number_bytes(bytes_out, (size_t)cost.bytes_written));
}

/* What the instruction or block under the cursor does, reads and costs. */
static void program_inspect(const Session *session, const ViewState *state, Buffer *out)
{
    const Program *program = program_of(session);
    Listing listing = listing_of(program, state);
    ListingRow row = listing.rows[state->row < listing.count ? state->row : listing.count - 1];
    listing_free(&listing);
    if (row.kind == LISTING_END)
        return;
    if (row.kind == LISTING_HEAD) {
        buffer_format(out, _("blocks.%d: instructions %d to %d\n"), row.block, row.from, row.to - 1);
        inspect_costs(session, &row, out);
        buffer_append_text(out, "\n");
        return;
    }
    const Instruction *line = &program->instructions[row.from];
    char shape[96];
    Shape bound = cell_shape(session->machine, CELL_VALUE, line->out);
    shape_print(&bound, shape, sizeof shape);
    buffer_format(out, "%s %s   %s: %s\n", program->values[line->out].name, shape, line->op->name,
                  instruction_formula(line));
    words_roles(program, line, out);
    buffer_append_text(out, " · ");
    inspect_costs(session, &row, out);
    buffer_append_text(out, "\n");
}

const View view_program = {
    .name = "program",
    .title = N_("Program"),
    .brief = N_("Prog"),
    .keys = keys,
    .handle = program_handle,
    .figure = program_figure,
    .inspect = program_inspect,
};
