/* With edits and without: a value, and the next token. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/translate.h"
#include "figure/number.h"
#include "run/lens.h"
#include "run/likelihood.h"
#include "run/readout.h"
#include "session/picture.h"
#include "session/sheet.h"
#include "view/diff.h"

/* ---- a value ---- */

enum { WITH, WITHOUT, DIFFERENCE, SIDES };

/* The value that one asked to see, or the attention pattern of the layer. */
static ValueId diff_value(const Session *session)
{
    const Cell *cell = &session->focus.cell;
    char name[48];
    if (cell->id && cell->kind == CELL_VALUE)
        return cell->id;
    int length = snprintf(name, sizeof name, "blocks.%d.%s", session->focus.layer, PICTURE_DEFAULT);
    return program_find_value(&session->model->program, name, (size_t)length);
}

static int diff_head(const Session *session, ValueId value)
{
    int heads = sheet_heads(session->machine, value);
    return session->focus.head < heads ? session->focus.head : heads ? heads - 1 : 0;
}

Cell diff_value_cell(const Session *session, const ViewState *state)
{
    Cell cell = {.kind = CELL_VALUE, .id = diff_value(session)};
    if (!cell.id)
        return cell;
    SheetAxes axes = sheet_axes(&session->model->program.values[cell.id].shape);
    cell.index[axes.row] = state->row;
    cell.index[axes.column] = state->column;
    if (axes.head >= 0)
        cell.index[axes.head] = diff_head(session, cell.id);
    return cell;
}

static CellState difference_state(const Tile *with, const Tile *without, int row, int column)
{
    CellState a = tile_state(with, row, column), b = tile_state(without, row, column);
    if (a == CELL_NOT_COMPUTED || b == CELL_NOT_COMPUTED)
        return CELL_NOT_COMPUTED;
    if (a == CELL_MASKED && b == CELL_MASKED)
        return CELL_MASKED;
    return cell_state(tile_value(with, row, column) - tile_value(without, row, column));
}

static void difference_matrix(const Figure *with, const Figure *without, Figure *figure)
{
    const Tile *a = &with->matrix, *b = &without->matrix;
    float *values = memory_new((size_t)a->rows * (size_t)a->columns, sizeof *values);
    for (int row = 0; row < a->rows; row++)
        for (int column = 0; column < a->columns; column++)
            values[row * a->columns + column] = tile_value(a, row, column) - tile_value(b, row, column);
    figure_matrix(figure, a->rows, a->columns, values, a->columns, 1);
    for (int row = 0; row < a->rows; row++)
        for (int column = 0; column < a->columns; column++)
            figure_cell_state(figure, &figure->matrix, row, column, difference_state(a, b, row, column));
    figure_axis_x(figure, with->x.name, with->x.labels, with->x.count);
    figure_axis_y(figure, with->y.name, with->y.labels, with->y.count);
    figure_value_name(figure, _("change"));
    figure->scale_kind = SCALE_DIVERGING;
    free(values);
}

/* The first value that a person has set cells of; NULL: there is none. */
static const char *first_edited(const Session *session)
{
    const Program *program = &session->model->program;
    int first = program->instruction_count;
    for (int i = 0; i < machine_edit_count(session->machine); i++) {
        int at = program->values[machine_edits(session->machine)[i].value].instruction;
        first = at < first ? at : first;
    }
    return first < program->instruction_count ? program_name(program, first) : NULL;
}

/* "largest change -0.25 at [3, 1]" */
static void difference_words(const Session *session, const Figure *difference, Figure *figure)
{
    const Tile *matrix = &difference->matrix;
    int row = -1, column = -1;
    for (int i = 0; i < matrix->rows * matrix->columns; i++) {
        int r = i / matrix->columns, c = i % matrix->columns;
        if (tile_state(matrix, r, c) == CELL_NUMBER && tile_value(matrix, r, c) != 0 &&
            (row < 0 || fabsf(tile_value(matrix, r, c)) > fabsf(tile_value(matrix, row, column)))) {
            row = r;
            column = c;
        }
    }
    char number[NUMBER_LENGTH];
    if (row >= 0)
        figure_subtitle(figure, _("largest change %s at row %d, column %d"),
                        number_precise(number, (double)tile_value(matrix, row, column), 4), row, column);
    else if (first_edited(session))
        figure_subtitle(figure, _("no number differs here; the edits begin at %s"), first_edited(session));
    else
        figure_subtitle(figure, "%s", _("there are no edits: set and ablate make some"));
}

/* The three matrices. All are initialised and to be freed, after an error too. */
static Status diff_sides(const Session *session, const ViewState *state, Figure sides[SIDES], Error *error)
{
    ValueId value = diff_value(session);
    PictureRequest request = {
        .value = session->model->program.values[value].name,
        .head = diff_head(session, value),
        .show = state->numbers ? SHOW_NUMBERS : SHOW_HEAT,
    };
    TRY(picture_figure(session->machine, &request, NULL, &sides[WITH], error));
    TRY(picture_figure(session->unedited, &request, NULL, &sides[WITHOUT], error));
    difference_matrix(&sides[WITH], &sides[WITHOUT], &sides[DIFFERENCE]);
    sides[DIFFERENCE].show = request.show;
    return STATUS_OK;
}

/* Moves those that fit side by side into the figure, from the chosen one on. */
static void diff_place_sides(ViewState *state, Figure sides[SIDES], Figure *figure)
{
    static const char *const titles[SIDES] = {N_("with edits"), N_("without edits"), N_("with - without")};
    int shown = diff_panels(state, SIDES), first = shown == SIDES ? 0 : state->panel % SIDES;
    figure_panels(figure, shown);
    for (int i = 0; i < shown; i++) {
        Figure *side = &sides[(first + i) % SIDES];
        figure_title(side, "%s", _(titles[(first + i) % SIDES]));
        figure_subtitle(side, "%s", "");
        figure_cursor(side, state->row, state->column);
        figure->panels.figures[i] = *side;
        figure_init(side);
    }
}

static void diff_value_title(const Session *session, Figure *figure)
{
    ValueId value = diff_value(session);
    const char *name = session->model->program.values[value].name;
    int heads = sheet_heads(session->machine, value), edits = machine_edit_count(session->machine);
    if (heads)
        figure_title(figure, _("%s · head %d of %d · edits: %d"), name, diff_head(session, value), heads, edits);
    else
        figure_title(figure, _("%s · edits: %d"), name, edits);
    figure_source(figure, name);
}

Status diff_value_figure(const Session *session, ViewState *state, Figure *figure, Error *error)
{
    Figure sides[SIDES];
    if (!diff_value(session)) {
        view_nothing(figure, _("This model has no attention pattern; show value NAME chooses another value"));
        return STATUS_OK;
    }
    for (int i = 0; i < SIDES; i++)
        figure_init(&sides[i]);
    Status status = diff_sides(session, state, sides, error);
    if (status == STATUS_OK) {
        view_clamp(state, sides[WITH].matrix.rows, sides[WITH].matrix.columns);
        diff_value_title(session, figure);
        difference_words(session, &sides[DIFFERENCE], figure);
        diff_place_sides(state, sides, figure);
    }
    for (int i = 0; i < SIDES; i++)
        figure_free(&sides[i]);
    return status;
}

/* ---- the next token ---- */

enum { BEST = 12 }; /* of each side */

/* The likeliest tokens of one side that are not yet in the list. */
static int add_best(const Real *probs, int64_t vocab, int32_t *tokens, int count)
{
    Real *left = memory_new((size_t)vocab, sizeof *left);
    memcpy(left, probs, (size_t)vocab * sizeof *left);
    for (int best = 0; best < BEST && best < vocab; best++) {
        int32_t top = lens_top(left, vocab);
        bool known = false;
        for (int i = 0; i < count; i++)
            known = known || tokens[i] == top;
        if (!known)
            tokens[count++] = top;
        left[top] = (Real)-INFINITY;
    }
    free(left);
    return count;
}

static void output_series(const Real *with, const Real *without, const int32_t *tokens, int count, Figure *figure)
{
    float values[SIDES][2 * BEST];
    for (int i = 0; i < count; i++) {
        values[WITH][i] = (float)with[tokens[i]];
        values[WITHOUT][i] = (float)without[tokens[i]];
        values[DIFFERENCE][i] = values[WITH][i] - values[WITHOUT][i];
    }
    figure_bars_series(figure, _("without edits"), values[WITHOUT]);
    figure_bars_series(figure, _("with edits"), values[WITH]);
    figure_bars_series(figure, _("change"), values[DIFFERENCE]);
}

static void output_labels(const Session *session, const int32_t *tokens, int count, Figure *figure)
{
    const char *labels[2 * BEST];
    Buffer text = {0};
    for (int i = 0; i < count; i++) {
        buffer_clear(&text);
        session_token(session, tokens[i], &text);
        labels[i] = arena_text(&figure->arena, buffer_text(&text), text.length);
    }
    figure_bars(figure, _("token"), labels, count);
    buffer_free(&text);
}

static void output_words(const Session *session, int64_t position, Figure *figure)
{
    ValueId logits = session->model->program.logits;
    int64_t vocab = session->model->config.vocab;
    const Real *with = readout_row(session->machine, logits, position);
    const Real *without = readout_row(session->unedited, logits, position);
    char bits[NUMBER_LENGTH];
    Buffer at = {0};
    session_token_at(session, position, &at);
    figure_title(figure, _("The next token after position %lld “%s”, without and with the edits"), (long long)position,
                 buffer_text(&at));
    figure_subtitle(figure, _("Kullback-Leibler divergence of with from without: %s bits"),
                    number_precise(bits, likelihood_divergence(without, with, vocab) / log(2), 4));
    figure_source(figure, "probs");
    buffer_free(&at);
}

Status diff_output_figure(const Session *session, ViewState *state, Figure *figure, Error *error)
{
    (void)error;
    ValueId probs = session->model->program.probs;
    int64_t position = machine_position_count(session->machine) - 1, vocab = session->model->config.vocab;
    const Real *with = readout_row(session->machine, probs, position);
    const Real *without = readout_row(session->unedited, probs, position);
    if (!with || !without) {
        view_nothing(figure, "%s", _("Not computed yet: probs is the last instruction. f runs the pass to its end."));
        return STATUS_OK;
    }
    int32_t tokens[2 * BEST];
    int count = add_best(without, vocab, tokens, 0);
    count = add_best(with, vocab, tokens, count);
    output_labels(session, tokens, count, figure);
    output_series(with, without, tokens, count, figure);
    output_words(session, position, figure);
    view_clamp(state, count, 1);
    figure_cursor(figure, state->row, 0);
    return STATUS_OK;
}
