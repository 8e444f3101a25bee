/* Patterns that are not the model's own: averages over heads, or without the first token. */
#include "base/translate.h"
#include "figure/number.h"
#include "view/attention_parts.h"

enum { DIGITS = 6 };

Status attention_read(const Session *session, const ViewState *state, Sheet *sheet, Error *error)
{
    ValueId pattern = heads_pattern(&session->model->program, session->focus.layer);
    int head = state->mode & ATTENTION_AVERAGE ? HEADS_AVERAGE : session->focus.head;
    *sheet = (Sheet){0};
    TRY(heads_read(session->machine, pattern, head, sheet, error));
    if (state->mode & ATTENTION_RENORMALISED)
        heads_without_first(sheet);
    return STATUS_OK;
}

/* "(0.25 + 0.5) / 2 = 0.375" */
static void inspect_average(const Session *session, const ViewState *state, ValueId pattern, double average,
                            Buffer *out)
{
    char number[NUMBER_LENGTH];
    int heads = sheet_heads(session->machine, pattern);
    for (int head = 0; head < heads; head++) {
        Real share = 0;
        Cell cell = {.kind = CELL_VALUE, .id = pattern, .index = {head, state->row, state->column}};
        cell_read(session->machine, &cell, &share, NULL);
        buffer_format(out, "%s%s", head ? " + " : _("the average over heads: ("),
                      number_precise(number, (double)share, DIGITS));
    }
    buffer_format(out, ") / %d = %s\n", heads, number_precise(number, average, DIGITS));
}

/* "0.1 / (1 of the row - 0.6 of key 0)": what is left is made to sum to 1. */
static void inspect_renormalised(const ViewState *state, const Sheet *before, double share, Buffer *out)
{
    char own[NUMBER_LENGTH], sum[NUMBER_LENGTH], result[NUMBER_LENGTH];
    const float *row = before->values + (size_t)state->row * (size_t)before->columns;
    double others = 0;
    for (int key = 1; key < before->columns; key++)
        others += before->states[(size_t)state->row * (size_t)before->columns + (size_t)key] == CELL_NUMBER
                      ? (double)row[key]
                      : 0;
    buffer_format(out, _("without key 0: %s / %s = %s   (%s: this query's attention to all keys but the first)\n"),
                  number_precise(own, (double)row[state->column], DIGITS), number_precise(sum, others, DIGITS),
                  number_precise(result, share, DIGITS), sum);
}

void attention_inspect(const Session *session, const ViewState *state, Buffer *out)
{
    Sheet before, after;
    ViewState unchanged = *state;
    ValueId pattern = heads_pattern(&session->model->program, session->focus.layer);
    unchanged.mode &= ~ATTENTION_RENORMALISED;
    if (!pattern || !state->rows || state->row >= machine_position_count(session->machine))
        return;
    bool read = attention_read(session, &unchanged, &before, NULL) == STATUS_OK;
    bool both = attention_read(session, state, &after, NULL) == STATUS_OK && read;
    size_t at = both ? (size_t)state->row * (size_t)before.columns + (size_t)state->column : 0;
    if (both && before.states[at] == CELL_NUMBER) {
        if (state->mode & ATTENTION_AVERAGE)
            inspect_average(session, state, pattern, (double)before.values[at], out);
        if (state->mode & ATTENTION_RENORMALISED && state->column > 0)
            inspect_renormalised(state, &before, (double)after.values[at], out);
        else if (state->mode & ATTENTION_RENORMALISED)
            buffer_append_text(out, _("the first token is left out\n"));
    } else if (both) {
        buffer_format(out, "%s\n", _(cell_state_name((CellState)before.states[at])));
    }
    sheet_free(&before);
    sheet_free(&after);
}
