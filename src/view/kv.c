/* The KV cache: layers x kv_heads x positions; what this pass wrote and what it read again. */
#include "figure/number.h"
#include "view/view.h"

enum { CELLS = 56, WIDEST = 4, LABEL = 24 }; /* of a row: for its positions, for one of them, before them */

static const KeyHint keys[] = {
    {"← →", "position"},
    {"↑ ↓", "row"},
    {NULL, NULL},
};

static void kv_clamp(const Session *session, ViewState *state)
{
    const CacheFacts facts = machine_cache_facts(session->machine);
    view_clamp(state, (int)(facts.layers * facts.kv_heads * 2), (int)machine_position_count(session->machine));
}

static Reaction kv_handle(const Session *session, ViewState *state, Event event)
{
    kv_clamp(session, state);
    return view_move(state, event) ? reaction_redraw : reaction_unhandled;
}

/* The cached values (keys, then values) of a layer; 0 ends. */
static void kv_cached(const Program *program, int layer, ValueId out[3])
{
    int count = 0;
    for (ValueId id = 1; id <= program->value_count && count < 2; id++)
        if (program->values[id].cached && program->values[id].block == layer)
            out[count++] = id;
    out[count] = 0;
}

/* How many cells a position takes: fewer the more there are. */
static int kv_width(int64_t positions)
{
    int64_t width = CELLS / (positions > 0 ? positions : 1);
    return width < 1 ? 1 : width > WIDEST ? WIDEST : (int)width;
}

/* What a pass shows of one of its rows: read again, written by now, or not yet. */
static void kv_position(const Machine *machine, ValueId value, int64_t position, int width, Figure *figure)
{
    Place place = machine_place(machine);
    int pass = machine_pass_of(machine, position);
    if (pass < place.pass)
        figure_span(figure, STYLE_KEPT, "▪%*s", width - 1, "");
    else if (pass == place.pass && machine_has(machine, pass, value))
        figure_span(figure, STYLE_NEW, "█%*s", width - 1, "");
    else
        figure_span(figure, STYLE_PENDING, "·%*s", width - 1, "");
}

static void kv_row(const Session *session, const char *role, int layer, int head, ValueId value, int64_t first,
                   Figure *figure)
{
    int64_t positions = machine_position_count(session->machine);
    int width = kv_width(positions);
    figure_text_line(figure);
    figure_span(figure, STYLE_AXIS, "layer %-2d  kv_head %-2d  %s  ", layer, head, role);
    for (int64_t at = first; at < positions && at < first + CELLS / width; at++)
        kv_position(session->machine, value, at, width, figure);
}

static int kv_rows(const Session *session, int64_t first, Figure *figure)
{
    static const char *const roles[] = {"k", "v"};
    const CacheFacts facts = machine_cache_facts(session->machine);
    int rows = 0;
    for (int layer = 0; layer < facts.layers; layer++) {
        ValueId cached[3];
        kv_cached(&session->model->program, layer, cached);
        for (int head = 0; head < facts.kv_heads; head++)
            for (int i = 0; cached[i]; i++, rows++)
                kv_row(session, roles[i], layer, head, cached[i], first, figure);
    }
    return rows;
}

static void kv_facts(const Session *session, Figure *figure)
{
    const CacheFacts facts = machine_cache_facts(session->machine);
    char each[NUMBER_LENGTH], now[NUMBER_LENGTH], full[NUMBER_LENGTH], without[NUMBER_LENGTH];
    figure_note(figure, "now: %lld positions × %s = %s · at the full context of %lld: %s", (long long)facts.positions,
                number_bytes(each, (size_t)facts.bytes_per_position), number_bytes(now, (size_t)facts.bytes),
                (long long)facts.context, number_bytes(full, (size_t)facts.bytes_at_context));
    number_bytes(without, (size_t)facts.bytes_at_context_without_gqa);
    if (facts.bytes_at_context_without_gqa != facts.bytes_at_context)
        figure_note(figure, "if each of the %lld heads had keys and values of its own, without GQA: %s",
                    (long long)session->model->config.heads, without);
    else
        figure_note(figure, "every head has keys and values of its own: no GQA");
}

static void kv_legend(const Session *session, Figure *figure)
{
    Place place = machine_place(session->machine);
    int64_t first = machine_pass_first(session->machine, place.pass);
    int64_t new = machine_pass_size(session->machine, place.pass);
    figure_text_line(figure);
    figure_span(figure, STYLE_KEPT, "▪ kept, read again: %lld", (long long)first);
    figure_span(figure, STYLE_NORMAL, "   ");
    figure_span(figure, STYLE_NEW, "█ new in this pass: %lld", (long long)new);
    figure_span(figure, STYLE_NORMAL, "   ");
    figure_span(figure, STYLE_PENDING, "· not computed");
}

/* The first position shown: long texts are scrolled so that the cursor is in sight. */
static int64_t kv_first(const ViewState *state)
{
    int64_t shown = CELLS / kv_width(state->columns), first = state->column - shown / 2;
    int64_t last = state->columns - shown;
    first = first > last ? last : first;
    return first > 0 ? first : 0;
}

/* Which column the cursor is in: a mark above the rows. */
static void kv_mark(const Session *session, const ViewState *state, int64_t first, Figure *figure)
{
    Buffer token = {0};
    session_token_at(session, state->column, &token);
    figure_text_line(figure);
    figure_span(figure, STYLE_AXIS, "%*s", LABEL + (int)(state->column - first) * kv_width(state->columns), "");
    figure_span(figure, STYLE_EMPHASIS, "↓ position %d “%s”", state->column, token.bytes);
    buffer_free(&token);
}

static Status kv_figure(const Session *session, ViewState *state, Figure *figure, Error *error)
{
    (void)error;
    int64_t positions = machine_position_count(session->machine);
    if (!positions) {
        view_nothing(figure, "There is no text yet. Type : and then prompt Once upon a time");
        return STATUS_OK;
    }
    enum { LINES_ABOVE = 2 };
    figure_text(figure);
    figure_title(figure, "KV cache · pass %d", machine_place(session->machine).pass);
    kv_clamp(session, state);
    int64_t first = kv_first(state);
    kv_legend(session, figure);
    kv_mark(session, state, first, figure);
    kv_rows(session, first, figure);
    figure_cursor(figure, state->row + LINES_ABOVE, 0);
    kv_facts(session, figure);
    return STATUS_OK;
}

static void kv_inspect(const Session *session, const ViewState *state, Buffer *out)
{
    const CacheFacts facts = machine_cache_facts(session->machine);
    if (!state->columns)
        return;
    buffer_format(out, "position %d: %d layers × %lld kv_heads × (%lld + %lld) numbers × %d bytes = %lld\n",
                  state->column, facts.layers, (long long)facts.kv_heads, (long long)facts.d_head,
                  (long long)facts.d_head, (int)sizeof(Real), (long long)facts.bytes_per_position);
    buffer_append_text(out, "keys and values of earlier positions are read from here, not computed again\n");
}

const View view_kv = {
    .name = "kv",
    .title = "KV cache",
    .keys = keys,
    .handle = kv_handle,
    .figure = kv_figure,
    .inspect = kv_inspect,
};
