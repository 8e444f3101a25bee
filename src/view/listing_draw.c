/* The rows of a listing as lines of text. The narrower, the fewer columns:
 *
 *     ▶● 12 ✓ attn.scores    scores    6×13×13    66 kFLOP  26 KiB ▌     7.4 %
 */
#include <stdio.h>
#include <string.h>

#include "base/translate.h"
#include "base/utf8.h"
#include "figure/number.h"
#include "view/listing.h"

enum {
    NAME_CELLS = 17, /* "ln_final.normalized" is longer, and alone */
    NAME_ALONE = 20, /* where no op stands behind it */
    OP_CELLS = 10,
    SHAPE_SHORT = 10, /* "12×256×256" */
    SHAPE_CELLS = 12,
    COST_CELLS = 9,
    BAR_CELLS = 6,
    BAR_SHORT = 4,
    SHARE_CELLS = 7, /* "100.0 %" */
    BESIDE_NAME = 9, /* mark, breakpoint, number, sign */
    LEAST_WITH_SHARE = BESIDE_NAME + NAME_ALONE + 1 + BAR_SHORT + SHARE_CELLS,
    LEAST_WITH_OP = BESIDE_NAME + NAME_CELLS + OP_CELLS + 1 + BAR_SHORT + SHARE_CELLS,
    LEAST_WITH_COSTS = LEAST_WITH_OP + SHAPE_SHORT + 2 * COST_CELLS,
    USUAL = LEAST_WITH_COSTS + BAR_CELLS - BAR_SHORT + SHAPE_CELLS - SHAPE_SHORT,
    FULL_SHAPE_CELLS = 32, /* "[head 12, query 256, key 256]" */
};

/* Which columns there is room for. */
typedef struct Columns {
    bool op, share, costs;
    int name, shape, bar; /* cells; shape 0: none */
} Columns;

static Columns columns_for(int width)
{
    Columns columns = {.op = width >= LEAST_WITH_OP, .share = width >= LEAST_WITH_SHARE};
    columns.costs = width >= LEAST_WITH_COSTS;
    columns.name = columns.op ? NAME_CELLS : NAME_ALONE;
    columns.bar = width >= USUAL ? BAR_CELLS : BAR_SHORT;
    columns.shape = !columns.costs ? 0 : width >= USUAL ? SHAPE_CELLS : SHAPE_SHORT;
    if (width >= USUAL - SHAPE_CELLS + FULL_SHAPE_CELLS)
        columns.shape = FULL_SHAPE_CELLS;
    return columns;
}

/* Text in a column, padded to its cells. */
static void put_column(Figure *figure, Style style, const char *text, int cells, bool right)
{
    int missing = cells - utf8_cells(text, strlen(text));
    missing = missing > 0 ? missing : 0;
    figure_span(figure, style, "%*s%s%*s", right ? missing : 0, "", text, right ? 0 : missing, "");
}

/* 66048 as "66.0 k"; whole below 1000 and from 100 on. */
static void flops_text(Buffer *out, double flops)
{
    static const char *const units[] = {"", "k", "M", "G", "T", "P"};
    size_t unit = 0;
    for (; flops >= 999.5 && unit + 1 < sizeof units / sizeof *units; unit++)
        flops /= 1000;
    buffer_format(out, "%.*f %s", unit && flops < 99.95 ? 1 : 0, flops, units[unit]);
}

static void put_flops(Figure *figure, Style style, double flops)
{
    Buffer text = {0};
    flops_text(&text, flops);
    put_column(figure, style, text.bytes, COST_CELLS - 1, true);
    buffer_free(&text);
}

static void put_costs(const Session *session, const ListingRow *row, Columns columns, Style style, Figure *figure)
{
    char text[NUMBER_LENGTH];
    Cost cost = listing_cost(session, row->from, row->to);
    double all = listing_cost(session, 0, session->model->program.instruction_count).flops;
    double share = all > 0 ? cost.flops / all : 0;
    if (columns.costs) {
        put_flops(figure, style, cost.flops);
        put_column(figure, style, number_bytes(text, (size_t)(cost.bytes_read + cost.bytes_written)), COST_CELLS + 1,
                   true);
    }
    if (!columns.share || all <= 0)
        return;
    figure_span(figure, STYLE_NORMAL, " ");
    figure_share(figure, row->kind == LISTING_HEAD ? STYLE_SERIES_2 : STYLE_SERIES_1, share, columns.bar);
    snprintf(text, sizeof text, "%.1f %%", 100 * share);
    put_column(figure, style, text, SHARE_CELLS, true);
}

/* "[pos 5, d_model 64]" or "5×64", for the positions of the present pass. */
static void put_shape(const Session *session, const Value *value, int cells, Style style, Figure *figure)
{
    const Machine *machine = session->machine;
    Shape shape = value->shape;
    char text[96] = "";
    bool has_text = machine_pass_count(machine) > 0;
    if (has_text) {
        int pass = machine_place(machine).pass;
        int64_t new = machine_pass_size(machine, pass);
        shape = shape_bind(&value->shape, 0, new, machine_pass_first(machine, pass) + new);
    }
    if (cells >= FULL_SHAPE_CELLS) {
        shape_print(&shape, text, sizeof text);
    } else {
        size_t used = 0;
        for (int i = 0; i < shape.rank; i++)
            used += (size_t)snprintf(text + used, sizeof text - used, shape.size[i] < 0 ? "%sn" : "%s%lld",
                                     i ? "×" : "", (long long)shape.size[i]);
    }
    put_column(figure, style, text, cells, false);
}

static bool row_has(const Machine *machine, const ListingRow *row, int instruction)
{
    return machine_pass_count(machine) && instruction >= row->from && instruction < row->to;
}

static bool is_edited(const Machine *machine, ValueId value)
{
    for (int i = 0; i < machine_edit_count(machine); i++)
        if (machine_edits(machine)[i].value == value)
            return true;
    return false;
}

/* What is true of all or any of a row's instructions. */
typedef struct RowFacts {
    bool current, breakpoint, edited, computed;
} RowFacts;

static RowFacts row_facts(const Session *session, const ListingRow *row)
{
    const Machine *machine = session->machine;
    const Program *program = &session->model->program;
    Place place = machine_place(machine);
    RowFacts facts = {.current = row_has(machine, row, place.pc), .computed = machine_pass_count(machine) > 0};
    for (int i = row->from; i < row->to && i < program->instruction_count; i++) {
        ValueId value = program->instructions[i].out;
        facts.breakpoint |= machine_has_breakpoint(machine, value);
        facts.edited |= is_edited(machine, value);
        facts.computed &= machine_has(machine, place.pass, value);
    }
    return facts;
}

/* "▶● 12 ✎ ": the mark of the next instruction, a breakpoint, the number, what is edited or computed. */
static void put_marks(const RowFacts *facts, int number, Figure *figure)
{
    figure_span(figure, facts->current ? STYLE_CURRENT : STYLE_NORMAL, "%s", facts->current ? "▶" : " ");
    figure_span(figure, STYLE_BREAKPOINT, "%s", facts->breakpoint ? "●" : " ");
    if (number >= 0)
        figure_span(figure, STYLE_MUTED, "%3d ", number);
    else
        figure_span(figure, STYLE_MUTED, "    ");
    if (facts->edited)
        figure_span(figure, STYLE_EDITED, "✎ ");
    else
        figure_span(figure, facts->computed ? STYLE_NEW : STYLE_PENDING, "%s ", facts->computed ? "✓" : "·");
}

static Style row_style(const RowFacts *facts)
{
    return facts->current ? STYLE_CURRENT : facts->computed ? STYLE_NORMAL : STYLE_PENDING;
}

/* The op's name with a gap behind it, cut where a long name before it leaves too little room. */
static void put_op(Figure *figure, Style style, const char *op, int cells)
{
    char text[32];
    bool fits = utf8_cells(op, strlen(op)) < cells;
    snprintf(text, sizeof text, "%.*s%s", (int)utf8_fit(op, strlen(op), fits ? cells : cells - 2), op, fits ? "" : "…");
    put_column(figure, style, text, cells, false);
}

static void draw_instruction(const Session *session, const ListingRow *row, Columns columns, Figure *figure)
{
    const Program *program = &session->model->program;
    const Instruction *line = &program->instructions[row->from];
    const Value *value = &program->values[line->out];
    RowFacts facts = row_facts(session, row);
    Style style = row_style(&facts);
    const char *name = value->name;
    if (row->block != NO_BLOCK) /* the head has said "blocks.3" */
        name = strchr(strchr(name, '.') + 1, '.') + 1;
    put_marks(&facts, row->from, figure);
    figure_span(figure, STYLE_MUTED, "%s", row->block != NO_BLOCK ? " " : "");
    int inside = row->block != NO_BLOCK, over = utf8_cells(name, strlen(name)) + inside + 1 - columns.name;
    put_column(figure, style, name, columns.name - inside, false);
    over = over > 0 ? over : 0; /* what a long name and the gap behind it take from the op */
    figure_span(figure, style, "%s", over && columns.op ? " " : "");
    if (columns.op)
        put_op(figure, style, line->op->name, OP_CELLS - over);
    if (columns.shape)
        put_shape(session, value, columns.shape, facts.computed ? STYLE_AXIS : STYLE_PENDING, figure);
    put_costs(session, row, columns, facts.computed ? STYLE_NUMBER : STYLE_PENDING, figure);
}

/* "▾ blocks.3", or folded "▸ blocks.3  15 instructions" with the totals of what is hidden. */
static void draw_head(const Session *session, const ViewState *state, const ListingRow *row, Columns columns,
                      Figure *figure)
{
    bool folded = listing_is_folded(state, row->block);
    RowFacts facts = folded ? row_facts(session, row) : (RowFacts){0};
    char text[64];
    int count = row->to - row->from;
    if (folded)
        put_marks(&facts, -1, figure);
    else
        figure_span(figure, STYLE_NORMAL, "        ");
    snprintf(text, sizeof text, "%s blocks.%d", folded ? "▸" : "▾", row->block);
    put_column(figure, folded ? row_style(&facts) : STYLE_SUBTITLE, text, columns.name, false);
    snprintf(text, sizeof text, plural_("%d line", "%d lines", count), count);
    int cells = (columns.op ? OP_CELLS : 0) + columns.shape;
    if (cells)
        put_column(figure, STYLE_MUTED, text, cells, false);
    put_costs(session, row, columns, folded ? row_style(&facts) : STYLE_MUTED, figure);
}

static void draw_end(const Session *session, const ListingRow *row, Columns columns, Figure *figure)
{
    const Machine *machine = session->machine;
    bool current = machine_pass_count(machine) && machine_place(machine).pc >= row->from;
    figure_span(figure, current ? STYLE_CURRENT : STYLE_NORMAL, "%s", current ? "▶" : " ");
    figure_span(figure, current ? STYLE_CURRENT : STYLE_PENDING, _("      end of the pass"));
    if (current)
        figure_span(figure, STYLE_MUTED, "%s",
                    columns.costs ? _("  (g draws the next token and runs its pass)") : _("  (g: next token)"));
}

void listing_draw(const Session *session, const ViewState *state, const ListingRow *row, int width, Figure *figure)
{
    Columns columns = columns_for(width);
    figure_text_line(figure);
    if (row->kind == LISTING_HEAD)
        draw_head(session, state, row, columns, figure);
    else if (row->kind == LISTING_END)
        draw_end(session, row, columns, figure);
    else
        draw_instruction(session, row, columns, figure);
}

static void name_column(Buffer *out, const char *text, int cells, bool right)
{
    int missing = cells - utf8_cells(text, strlen(text));
    missing = missing > 0 ? missing : 0;
    buffer_format(out, "%*s%s%*s", right ? missing : 0, "", text, right ? 0 : missing, "");
}

void listing_names(int width, Figure *figure)
{
    Columns columns = columns_for(width);
    Buffer names = {0};
    name_column(&names, "", BESIDE_NAME - 1, false);
    name_column(&names, _("value"), columns.name, false);
    if (columns.op)
        name_column(&names, _("op"), OP_CELLS, false);
    if (columns.shape)
        name_column(&names, _("shape"), columns.shape, false);
    if (columns.costs) {
        name_column(&names, _("FLOP"), COST_CELLS - 1, true);
        name_column(&names, _("bytes"), COST_CELLS + 1, true);
    }
    if (columns.share)
        name_column(&names, columns.costs ? _("of FLOPs") : _("FLOPs"), columns.bar + SHARE_CELLS + 1, true);
    figure_subtitle(figure, "%s", names.bytes);
    buffer_free(&names);
}

/* Adds what fits into the line as a whole. */
static void title_part(Buffer *title, int width, Buffer *part)
{
    if (utf8_cells(title->bytes, title->length) + utf8_cells(part->bytes, part->length) <= width)
        buffer_append(title, part->bytes, part->length);
    buffer_clear(part);
}

/* "Program of stories260k · 346 kFLOP · 262 KiB · pass 1: position 5 · 92 instructions" */
void listing_title(const Session *session, int width, Figure *figure)
{
    const Machine *machine = session->machine;
    const Program *program = &session->model->program;
    Buffer title = {0}, part = {0};
    char number[NUMBER_LENGTH];
    buffer_format(&title, _("Program of %s"), session->model->name);
    if (machine_pass_count(machine)) {
        int pass = machine_place(machine).pass;
        long long first = machine_pass_first(machine, pass), size = machine_pass_size(machine, pass);
        Cost cost = listing_cost(session, 0, program->instruction_count);
        buffer_append_text(&part, " · ");
        flops_text(&part, cost.flops);
        buffer_format(&part, "FLOP · %s", number_bytes(number, (size_t)(cost.bytes_read + cost.bytes_written)));
        title_part(&title, width, &part);
        if (size == 1)
            buffer_format(&part, _(" · pass %d: position %lld"), pass, first);
        else
            buffer_format(&part, _(" · pass %d: positions %lld to %lld"), pass, first, first + size - 1);
        title_part(&title, width, &part);
    }
    buffer_format(&part, _(" · %d instructions"), program->instruction_count);
    title_part(&title, width, &part);
    figure_title(figure, "%s", title.bytes);
    buffer_free(&title);
    buffer_free(&part);
}
