/* The logit lens: what the model would say if it stopped after a layer, at every position. */
#include "view/lens.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/translate.h"
#include "figure/number.h"

/* A column is hardly ever narrower; and how wide the picture is taken to be where nobody says. */
enum { COLUMN_LEAST = 5, WIDTH_UNKNOWN = 80 };

static const double operations_a_frame = 2e9; /* as many as leave the keys quick */

static const KeyHint keys[] = {
    {"← →", N_("position")},
    {"↑ ↓", N_("depth")},
    {"Enter", N_("what made it")},
    {"v", N_("lens/parts")},
    {"t", N_("rank")},
    {"o", N_("order")},
    {NULL, NULL},
};

/* ---- rows and cells ---- */

static bool lens_shows(const Session *session, const ViewState *state, int depth)
{
    return !(state->mode & LENS_BLOCKS) || !strstr(lens_depth_name(session->lens, depth), "resid_mid");
}

/* The depth that row `row` shows; -1 where there is no such row. */
static int lens_row_depth(const Session *session, const ViewState *state, int row)
{
    for (int depth = 0; depth < lens_depth_count(session->lens); depth++)
        if (lens_shows(session, state, depth) && row-- == 0)
            return depth;
    return -1;
}

static int lens_rows(const Session *session, const ViewState *state)
{
    int rows = 0;
    while (lens_row_depth(session, state, rows) >= 0)
        rows++;
    return rows;
}

static bool lens_is_parts(const ViewState *state)
{
    return state->mode & LENS_PARTS;
}

/* The cursor goes with the end of the text whenever that moves. */
static void lens_sync(const Session *session, ViewState *state)
{
    int64_t positions = machine_position_count(session->machine);
    if (!session->lens || !positions) {
        view_clamp(state, 0, 0);
        return;
    }
    if (state->place != positions)
        state->column = (int)positions - 1;
    state->place = positions;
    if (!lens_is_parts(state))
        view_clamp(state, lens_rows(session, state), (int)positions);
    else
        view_clamp(state, state->rows, (int)positions);
}

/* ---- the figure ---- */

/* "L1.mid" of "blocks.1.resid_mid". */
static void lens_row_label(const char *name, Buffer *out)
{
    int block, length = 0;
    buffer_clear(out);
    if (sscanf(name, "blocks.%d.resid_%n", &block, &length) == 1 && length)
        buffer_format(out, "L%d.%s", block, name + length);
    else
        buffer_append_text(out, name);
}

static void lens_axes(const Session *session, const ViewState *state, Figure *figure)
{
    const char **rows = memory_new((size_t)state->rows, sizeof *rows);
    const char **columns = memory_new((size_t)state->columns, sizeof *columns);
    Buffer text = {0};
    for (int row = 0; row < state->rows; row++) {
        lens_row_label(lens_depth_name(session->lens, lens_row_depth(session, state, row)), &text);
        rows[row] = arena_text(&figure->arena, buffer_text(&text), text.length);
    }
    for (int column = 0; column < state->columns; column++) {
        buffer_clear(&text);
        session_token_at(session, column, &text);
        columns[column] = arena_text(&figure->arena, buffer_text(&text), text.length);
    }
    figure_axis_y(figure, "depth", rows, state->rows);
    figure_axis_x(figure, "pos", columns, state->columns);
    buffer_free(&text);
    free(columns);
    free(rows);
}

/* A table on its way into the figure. */
typedef struct Table {
    float *numbers;     /* [rows, columns] */
    const char **texts; /* [rows, columns] */
    bool *read;         /* [columns] */
    double operations;  /* left for this frame */
} Table;

static double lens_operations(const Session *session)
{
    const ModelConfig *config = &session->model->config;
    return 2.0 * lens_depth_count(session->lens) * (double)config->vocab * (double)config->d_model;
}

/* The likeliest token, or the followed one's rank; false where there is none. */
static bool lens_cell_text(const Session *session, const ViewState *state, const LensCell *cell, Buffer *text)
{
    buffer_clear(text);
    if (state->mode & LENS_FOLLOWED)
        buffer_format(text, "%lld.", (long long)cell->rank);
    else if (cell->computed)
        session_token(session, cell->top, text);
    return cell->computed && (cell->token >= 0 || !(state->mode & LENS_FOLLOWED));
}

static Status lens_column(const Session *session, const ViewState *state, int column, Table *table, Figure *figure,
                          Error *error)
{
    const LensCell *cells;
    Buffer text = {0};
    if (!lens_knows(session->lens, session->machine, column, session->focus.token))
        table->operations -= lens_operations(session);
    TRY(lens_look(session->lens, session->machine, column, session->focus.token, &cells, error));
    table->read[column] = true;
    for (int row = 0; row < state->rows; row++) {
        const LensCell *cell = &cells[lens_row_depth(session, state, row)];
        int at = row * state->columns + column;
        if (!lens_cell_text(session, state, cell, &text))
            continue;
        table->texts[at] = arena_text(&figure->arena, buffer_text(&text), text.length);
        table->numbers[at] = (float)(state->mode & LENS_FOLLOWED ? cell->probability : cell->top_probability);
    }
    buffer_free(&text);
    return STATUS_OK;
}

/* Those in sight, from the cursor outwards, until the frame has taken its time. */
static Status lens_columns(const Session *session, const ViewState *state, Table *table, Figure *figure, Error *error)
{
    int shown = (state->width ? state->width : WIDTH_UNKNOWN) / COLUMN_LEAST;
    int last_start = state->columns > shown ? state->columns - shown : 0, first = state->column - shown / 2;
    first = first < 0 ? 0 : first > last_start ? last_start : first;
    for (int distance = 0; distance <= shown && table->operations > 0; distance++)
        for (int side = -1; side <= (distance ? 1 : -1); side += 2) {
            int column = state->column + side * distance;
            if (column >= first && column < first + shown && column < state->columns)
                TRY(lens_column(session, state, column, table, figure, error));
        }
    return STATUS_OK;
}

static void lens_matrix(const ViewState *state, const Table *table, Figure *figure)
{
    figure_matrix(figure, state->rows, state->columns, table->numbers, state->columns, 1);
    figure_matrix_texts(figure, table->texts);
    for (int i = 0; i < state->rows * state->columns; i++)
        if (!table->texts[i])
            figure_cell_state(figure, &figure->matrix, i / state->columns, i % state->columns, CELL_NOT_COMPUTED);
    figure->scale_kind = SCALE_SEQUENTIAL;
    figure->show = SHOW_HEAT;
    figure_value_name(figure, "probability");
    figure_cursor(figure, state->row, state->column);
    if (table->operations <= 0)
        figure_note(figure, "%s", _("the positions far from the cursor are read when it comes near"));
}

static void lens_title(const Session *session, const ViewState *state, Figure *figure)
{
    Buffer token = {0};
    if (session->focus.token >= 0)
        session_token(session, session->focus.token, &token);
    if (!(state->mode & LENS_FOLLOWED))
        figure_title(figure, "%s", _("Logit lens · the likeliest next token, had the model stopped here"));
    else if (token.length)
        figure_title(figure, _("Logit lens · the rank of “%s” as the next token, had the model stopped here"),
                     token.bytes);
    else
        figure_title(figure, "%s", _("Logit lens · the rank that the model's last word had at each depth"));
    buffer_free(&token);
}

static Status lens_table(const Session *session, ViewState *state, Figure *figure, Error *error)
{
    size_t count = (size_t)state->rows * (size_t)state->columns;
    Table table = {
        .numbers = memory_new(count, sizeof *table.numbers),
        .texts = memory_new(count, sizeof *table.texts),
        .read = memory_new((size_t)state->columns, sizeof *table.read),
        .operations = operations_a_frame,
    };
    Status status = lens_columns(session, state, &table, figure, error);
    if (status == STATUS_OK) {
        lens_matrix(state, &table, figure);
        lens_axes(session, state, figure);
        lens_title(session, state, figure);
        for (int row = 0; row < state->rows; row++)
            figure_source(figure, lens_depth_name(session->lens, lens_row_depth(session, state, row)));
    }
    free(table.read);
    free(table.texts);
    free(table.numbers);
    return status;
}

static Status lens_figure(const Session *session, ViewState *state, Figure *figure, Error *error)
{
    if (!session->lens) {
        view_nothing(figure, _("This model's program does not end with logits, so that there is nothing to read."));
        return STATUS_OK;
    }
    if (!machine_position_count(session->machine)) {
        view_nothing(figure, _("There is no text yet. Type : and then prompt Once upon a time"));
        return STATUS_OK;
    }
    lens_sync(session, state);
    return lens_is_parts(state) ? lens_parts_figure(session, state, figure, error)
                                : lens_table(session, state, figure, error);
}

/* ---- keys ---- */

/* Each page has its own cursor row: that of the one out of sight waits. */
static void lens_turn(ViewState *state)
{
    int row = state->row;
    state->mode ^= LENS_PARTS;
    state->row = state->other_row;
    state->other_row = row;
}

/* What made the token under the cursor? */
static Reaction lens_enter(const Session *session, ViewState *state)
{
    const LensCell *cells;
    if (lens_look(session->lens, session->machine, state->column, session->focus.token, &cells, NULL) != STATUS_OK)
        return reaction_nothing;
    const LensCell *cell = &cells[lens_row_depth(session, state, state->row)];
    if (!cell->computed)
        return reaction_nothing;
    lens_turn(state);
    state->row = 0;
    return reaction_command("follow #%d", cell->top);
}

static Reaction lens_handle(const Session *session, ViewState *state, Event event)
{
    lens_sync(session, state);
    if (!session->lens || !state->columns)
        return reaction_unhandled;
    if (view_move(state, event))
        return reaction_redraw;
    if (event.press == PRESS_ENTER && !lens_is_parts(state))
        return lens_enter(session, state);
    if (event_is(event, "v"))
        lens_turn(state);
    else if (event_is(event, "o"))
        state->mode ^= lens_is_parts(state) ? PARTS_ORDERED : LENS_BLOCKS;
    else if (event_is(event, "t") && !lens_is_parts(state))
        state->mode ^= LENS_FOLLOWED;
    else
        return reaction_unhandled;
    return reaction_redraw;
}

/* ---- the inspector ---- */

static void inspect_token(const Session *session, const char *before, int32_t id, Real probability, Buffer *out)
{
    char number[NUMBER_LENGTH];
    buffer_format(out, "%s“", before);
    session_token(session, id, out);
    buffer_format(out, "” %s", number_precise(number, (double)probability, 4));
}

/* The likeliest five, one after the other: -inf takes out what was said. */
static void inspect_best(const Session *session, Real *logits, const Real *probs, Buffer *out)
{
    enum { BEST = 5 };
    int64_t vocab = session->model->config.vocab;
    for (int i = 0; i < BEST && i < vocab; i++) {
        int32_t top = lens_top(logits, vocab);
        inspect_token(session, i ? " · " : "= ", top, probs[top], out);
        logits[top] = (Real)-INFINITY;
    }
    buffer_append_text(out, "\n");
}

/* "blocks.0.resid_mid after 4 “ a”: “b” 0.01, rank 5 of 47 (the model's last word)" */
static void inspect_followed(const Session *session, const ViewState *state, const char *depth, const LensCell *cell,
                             Buffer *out)
{
    Buffer at = {0};
    session_token_at(session, state->column, &at);
    buffer_format(out, _("%s after %d “%s”"), depth, state->column, buffer_text(&at));
    buffer_free(&at);
    if (!cell->computed)
        buffer_append_text(out, _(": not computed yet; f runs the pass to its end"));
    else if (cell->token >= 0) {
        inspect_token(session, ": ", cell->token, cell->probability, out);
        buffer_format(out,
                      session->focus.token < 0 ? _(", rank %lld of %lld (the model's last word)")
                                               : _(", rank %lld of %lld (:follow ends following it)"),
                      (long long)cell->rank, (long long)session->model->config.vocab);
    }
    buffer_append_text(out, "\n");
}

static void lens_table_inspect(const Session *session, const ViewState *state, Buffer *out)
{
    const LensCell *cells;
    int depth = lens_row_depth(session, state, state->row);
    size_t vocab = (size_t)session->model->config.vocab;
    if (depth < 0 || lens_look(session->lens, session->machine, state->column, session->focus.token, &cells, NULL))
        return;
    inspect_followed(session, state, lens_depth_name(session->lens, depth), &cells[depth], out);
    Real *logits = memory_new(2 * vocab, sizeof *logits);
    if (lens_read(session->lens, session->machine, depth, state->column, logits, logits + vocab, NULL) == STATUS_OK)
        inspect_best(session, logits, logits + vocab, out);
    free(logits);
}

static void lens_inspect(const Session *session, const ViewState *state, Buffer *out)
{
    if (!session->lens || !state->columns)
        return;
    if (lens_is_parts(state))
        lens_parts_inspect(session, state, out);
    else
        lens_table_inspect(session, state, out);
}

const View view_lens = {
    .name = "lens",
    .title = N_("Lens"),
    .brief = N_("Lens"),
    .keys = keys,
    .handle = lens_handle,
    .figure = lens_figure,
    .inspect = lens_inspect,
};
