#include "view/inspector_parts.h"

#include <math.h>
#include <string.h>

#include "base/translate.h"
#include "figure/number.h"
#include "run/calculator.h"

/* "   query “ girl”, key “ a”": the tokens that stand behind an index. */
static void words_tokens(const Session *session, const Cell *cell, Buffer *out)
{
    Shape shape = cell_shape(session->machine, cell->kind, cell->id);
    const char *between = "   ";
    for (int i = 0; i < shape.rank; i++) {
        AxisName axis = shape.axis[i];
        bool position = axis == AXIS_POS || axis == AXIS_QUERY || axis == AXIS_KEY;
        if (!position && axis != AXIS_VOCAB)
            continue;
        if (cell->index[i] < 0 || cell->index[i] >= shape.size[i])
            continue;
        buffer_format(out, "%s%s “", between, axis_name(axis));
        if (position)
            session_token_at(session, cell->index[i], out);
        else
            session_token(session, (int32_t)cell->index[i], out);
        buffer_append_text(out, "”");
        between = ", ";
    }
}

/* "   without edits 0.25", while a twin without them runs beside. */
static void words_twin(const Session *session, const Cell *cell, Buffer *out)
{
    Real number;
    char text[NUMBER_LENGTH];
    if (session->unedited && cell_read(session->unedited, cell, &number, NULL) == STATUS_OK)
        buffer_format(out, _("   without edits %s"), number_precise(text, (double)number, INSPECTOR_DIGITS));
}

void words_cell(const Session *session, const CellExplanation *explained, Buffer *out)
{
    char number[NUMBER_LENGTH];
    cell_print(session->machine, &explained->cell, out);
    buffer_format(out, " = %s%s", number_precise(number, explained->number, INSPECTOR_DIGITS),
                  explained->edited ? _(" (set by hand)") : "");
    words_twin(session, &explained->cell, out);
    words_tokens(session, &explained->cell, out);
}

/* Are two numbers the same but for one unit in the last digit that is shown? */
static bool words_agree(double typed, double number)
{
    if (typed == number || isnan(number) || isinf(number))
        return true;
    double unit = number == 0 ? 1e-9 : pow(10, floor(log10(fabs(number))) - (INSPECTOR_DIGITS - 1));
    return fabs(typed - number) <= 1.001 * unit;
}

static void words_weight(const Session *session, const Cell *cell, Buffer *out)
{
    const WeightSource *source = &session->model->program.weights[cell->id].source;
    buffer_append_text(out, _("learnt, not computed; in the checkpoint: "));
    buffer_append_visible(out, source->tensor, strlen(source->tensor));
    if (source->parts > 1)
        buffer_format(out, _(", part %d of %d"), source->part + 1, source->parts);
}

void words_arithmetic(const Session *session, const CellExplanation *explained, const Terms *terms, int cells,
                      Buffer *out)
{
    char number[NUMBER_LENGTH];
    double typed;
    if (!explained->op) {
        words_weight(session, &explained->cell, out);
        return;
    }
    Buffer text = {0};
    int rest = terms_arithmetic(&explained->explanation, terms, cells - 2, &text);
    double result = explained->edited ? explained->explanation.result : explained->number;
    buffer_format(out, "= %s", buffer_text(&text));
    if (rest)
        buffer_format(out, plural_("  (%s: %d smaller term)", "  (%s: %d smaller terms)", rest),
                      NUMBER(terms_sum(terms, terms->count - rest, terms->count)), rest);
    if (calculator_evaluate(buffer_text(&text), &typed) && !words_agree(typed, result))
        buffer_format(out, _("  (as written: %s)"), number_precise(number, typed, INSPECTOR_DIGITS));
    buffer_free(&text);
}

void words_not_computed(const Session *session, const Cell *cell, const Error *error, Buffer *out)
{
    const Program *program = &session->model->program;
    if (error->status != STATUS_NOT_COMPUTED || cell->kind == CELL_WEIGHT) {
        buffer_format(out, "%s\n", error->message);
        return;
    }
    const Instruction *line = &program->instructions[program->values[cell->id].instruction];
    cell_print(session->machine, cell, out);
    buffer_append_text(out, _(": not computed"));
    words_tokens(session, cell, out);
    buffer_format(out, "\n%s: %s\n", line->op->name, instruction_formula(line));
}

void words_roles(const Program *program, const Instruction *line, Buffer *out)
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
