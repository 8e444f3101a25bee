/* The KV cache: layers x kv_heads x positions; what this pass wrote and what it read again. */
#include "base/translate.h"
#include "figure/number.h"
#include "run/cache_work.h"
#include "view/view.h"

enum { CELLS = 56, WIDEST = 4, LABEL = 21 }; /* of a row: for positions where no width is known, for one, before them */
enum { LINES_ABOVE = 2 };                    /* of the rows */

/* ViewState: `row` is layer x kv_head, `column` the position. */
static const KeyHint keys[] = {
    {"r", N_("recompute")}, {"← →", N_("position")}, {"↑ ↓", N_("row")}, {"Enter", N_("value")}, {NULL, NULL},
};

/* A layer's cached values; 0: none. */
typedef struct Cached {
    ValueId k, v;
} Cached;

/* Scores are made of keys, and mixed are values: whatever the architecture calls them. */
static Cached kv_cached(const Program *program, int layer)
{
    Cached cached = {0};
    for (int i = 0; i < program->instruction_count; i++) {
        const Instruction *line = &program->instructions[i];
        if (program->values[line->out].block != layer)
            continue;
        if (line->op == &op_scores)
            cached.k = line->in[1];
        if (line->op == &op_mix)
            cached.v = line->in[1];
    }
    return cached;
}

static void kv_clamp(const Session *session, ViewState *state)
{
    const CacheFacts facts = machine_cache_facts(session->machine);
    view_clamp(state, (int)(facts.layers * facts.kv_heads), (int)machine_position_count(session->machine));
}

/* ---- where positions are ---- */

/* Cells that there are for all positions. */
static int kv_room(const ViewState *state)
{
    int room = state->width ? state->width - LABEL : CELLS;
    return room > 1 ? room : 1;
}

/* How many of them a position takes: fewer the more there are. */
static int kv_width(const ViewState *state)
{
    int width = kv_room(state) / (state->columns > 0 ? state->columns : 1);
    return width < 1 ? 1 : width > WIDEST ? WIDEST : width;
}

/* The first position shown: long texts are scrolled so that the cursor is in sight. */
static int64_t kv_first(const ViewState *state)
{
    int64_t shown = kv_room(state) / kv_width(state), first = state->column - shown / 2;
    int64_t last = state->columns - shown;
    first = first > last ? last : first;
    return first > 0 ? first : 0;
}

/* ---- keys ---- */

/* The keys of the row and position under the cursor. */
static bool kv_cell(const Session *session, const ViewState *state, Cell *cell)
{
    const CacheFacts facts = machine_cache_facts(session->machine);
    if (state->columns <= 0 || state->column >= machine_position_count(session->machine))
        return false;
    ValueId k = kv_cached(&session->model->program, (int)(state->row / facts.kv_heads)).k;
    *cell = (Cell){.kind = CELL_VALUE, .id = k, .index = {state->column, state->row % facts.kv_heads, 0}};
    return k > 0;
}

static Reaction kv_open(const Session *session, const ViewState *state)
{
    Cell cell;
    Buffer name = {0};
    if (!kv_cell(session, state, &cell))
        return reaction_nothing;
    cell_print(session->machine, &cell, &name);
    Reaction reaction = reaction_command("show value %s", name.bytes);
    buffer_free(&name);
    return reaction;
}

/* The cell of the line under the mouse is one of a position's. */
static Reaction kv_click(ViewState *state, Event event)
{
    if (event.row < LINES_ABOVE || event.column < LABEL)
        return reaction_nothing;
    state->column = (int)kv_first(state) + (event.column - LABEL) / kv_width(state);
    state->row = event.row - LINES_ABOVE;
    view_clamp(state, state->rows, state->columns);
    return reaction_redraw;
}

static Reaction kv_handle(const Session *session, ViewState *state, Event event)
{
    kv_clamp(session, state);
    if (event_is(event, "r"))
        return reaction_command("recompute");
    if (event.press == PRESS_ENTER)
        return kv_open(session, state);
    if (event.press == PRESS_CLICK)
        return kv_click(state, event);
    return view_move(state, event) ? reaction_redraw : reaction_unhandled;
}

/* ---- rows ---- */

/* What a pass shows of one of its rows: read again, written by now, or not yet. */
static void kv_position(const Machine *machine, Cached cached, int64_t position, int width, Figure *figure)
{
    Place place = machine_place(machine);
    int pass = machine_pass_of(machine, position);
    bool k = machine_has(machine, pass, cached.k), v = machine_has(machine, pass, cached.v);
    if (pass < place.pass)
        figure_span(figure, STYLE_KEPT, "▪%*s", width - 1, "");
    else if (k || v)
        figure_span(figure, STYLE_NEW, "%s%*s", k && v ? "█" : k ? "▌" : "▐", width - 1, "");
    else
        figure_span(figure, STYLE_PENDING, "·%*s", width - 1, "");
}

static void kv_row(const Session *session, const ViewState *state, int layer, int head, Figure *figure)
{
    Cached cached = kv_cached(&session->model->program, layer);
    int64_t first = kv_first(state), positions = state->columns;
    int width = kv_width(state);
    figure_text_line(figure);
    figure_span(figure, STYLE_AXIS, "layer %-3d kv_head %-2d ", layer, head);
    for (int64_t at = first; at < positions && at < first + kv_room(state) / width; at++)
        kv_position(session->machine, cached, at, width, figure);
}

static void kv_rows(const Session *session, const ViewState *state, Figure *figure)
{
    const CacheFacts facts = machine_cache_facts(session->machine);
    for (int layer = 0; layer < facts.layers; layer++)
        for (int head = 0; head < facts.kv_heads; head++)
            kv_row(session, state, layer, head, figure);
}

/* ---- words ---- */

static void kv_facts(const Session *session, Figure *figure)
{
    const CacheFacts facts = machine_cache_facts(session->machine);
    char each[NUMBER_LENGTH], now[NUMBER_LENGTH], full[NUMBER_LENGTH], without[NUMBER_LENGTH];
    figure_note(figure, _("now: %lld positions × %s = %s · at the full context of %lld: %s"),
                (long long)facts.positions, number_bytes(each, (size_t)facts.bytes_per_position),
                number_bytes(now, (size_t)facts.bytes), (long long)facts.context,
                number_bytes(full, (size_t)facts.bytes_at_context));
    number_bytes(without, (size_t)facts.bytes_at_context_without_gqa);
    if (facts.bytes_at_context_without_gqa != facts.bytes_at_context)
        figure_note(figure, _("if each of the %lld heads had keys and values of its own, without GQA: %s"),
                    (long long)session->model->config.heads, without);
    else
        figure_note(figure, _("every head has keys and values of its own: no GQA"));
}

/* One line: what a cache saves, of this pass or of all so far. */
static void kv_work(const char *format, CacheWork work, Figure *figure)
{
    char with[NUMBER_LENGTH], without[NUMBER_LENGTH], saved[NUMBER_LENGTH];
    number_precise(saved, work.without > 0 ? 100 * (1 - work.with / work.without) : 0, 3);
    figure_note(figure, format, number_precise(with, work.with, 12), number_precise(without, work.without, 12), saved);
}

static void kv_check(const Session *session, Figure *figure)
{
    const Recomputed *check = &session->recomputed;
    char difference[NUMBER_LENGTH], magnitude[NUMBER_LENGTH];
    if (check->positions)
        figure_note(figure, _("without the cache: %lld × %lld logits up to %s differ by %s at most"),
                    (long long)check->positions, (long long)check->vocab,
                    number_precise(magnitude, check->magnitude, 4), number_precise(difference, check->difference, 3));
    else
        figure_note(figure, _("r runs the text again without the cache, and compares the logits"));
}

static void kv_legend(const Session *session, Figure *figure)
{
    Place place = machine_place(session->machine);
    int64_t first = machine_pass_first(session->machine, place.pass);
    int64_t new = machine_pass_size(session->machine, place.pass);
    figure_text_line(figure);
    figure_span(figure, STYLE_KEPT, _("▪ kept, read again: %lld"), (long long)first);
    figure_span(figure, STYLE_NORMAL, "  ");
    figure_span(figure, STYLE_NEW, _("█ new in this pass: %lld"), (long long)new);
    figure_span(figure, STYLE_NORMAL, "  ");
    figure_span(figure, STYLE_NEW, _("▌ keys ▐ values"));
    figure_span(figure, STYLE_NORMAL, "  ");
    figure_span(figure, STYLE_PENDING, _("· not computed"));
}

/* Which column the cursor is in: a mark above the rows. */
static void kv_mark(const Session *session, const ViewState *state, Figure *figure)
{
    Buffer token = {0};
    session_token_at(session, state->column, &token);
    figure_text_line(figure);
    figure_span(figure, STYLE_AXIS, "%*s", LABEL + (int)(state->column - kv_first(state)) * kv_width(state), "");
    figure_span(figure, STYLE_EMPHASIS, _("↓ position %d “%s”"), state->column, token.bytes);
    buffer_free(&token);
}

/* ---- the view ---- */

static Status kv_figure(const Session *session, ViewState *state, Figure *figure, Error *error)
{
    (void)error;
    const Machine *machine = session->machine;
    kv_clamp(session, state);
    if (!machine_position_count(machine)) {
        view_nothing(figure, _("There is no text yet. Type : and then prompt Once upon a time"));
        return STATUS_OK;
    }
    int pass = machine_place(machine).pass;
    figure_text(figure);
    figure_title(figure, _("KV cache · pass %d"), pass);
    kv_legend(session, figure);
    kv_mark(session, state, figure);
    kv_rows(session, state, figure);
    figure_cursor(figure, state->row + LINES_ABOVE, 0);
    kv_facts(session, figure);
    kv_work(_("this pass: %s FLOPs, without the cache %s: it saves %s %%"), cache_work_of_pass(machine, pass), figure);
    kv_work(_("all passes so far: %s FLOPs, without the cache %s: it saves %s %%"), cache_work(machine), figure);
    kv_check(session, figure);
    return STATUS_OK;
}

static void kv_inspect(const Session *session, const ViewState *state, Buffer *out)
{
    const CacheFacts facts = machine_cache_facts(session->machine);
    if (!state->columns)
        return;
    buffer_format(out, _("position %d: %d layers × %lld kv_heads × (%lld + %lld) numbers × %d bytes = %lld\n"),
                  state->column, facts.layers, (long long)facts.kv_heads, (long long)facts.d_head,
                  (long long)facts.d_head, (int)sizeof(Real), (long long)facts.bytes_per_position);
    buffer_append_text(out, _("keys and values of earlier positions are read from here, not computed again\n"));
}

const View view_kv = {
    .name = "kv",
    .title = N_("KV cache"),
    .brief = N_("KV"),
    .keys = keys,
    .handle = kv_handle,
    .figure = kv_figure,
    .inspect = kv_inspect,
};
