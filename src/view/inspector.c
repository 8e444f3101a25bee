#include "view/inspector.h"

#include "base/translate.h"
#include "figure/number.h"
#include "run/explain.h"

/* "   query “ girl”, key “ a”": the tokens that stand behind an index. */
static void inspector_tokens(const Session *session, const Cell *cell, Buffer *out)
{
    Shape shape = cell_shape(session->machine, cell->kind, cell->id);
    const char *between = "   ";
    for (int i = 0; i < shape.rank; i++) {
        AxisName axis = shape.axis[i];
        bool position = axis == AXIS_POS || axis == AXIS_QUERY || axis == AXIS_KEY;
        if (!position && axis != AXIS_VOCAB)
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
static void inspector_twin(const Session *session, const Cell *cell, Buffer *out)
{
    Real number;
    char text[NUMBER_LENGTH];
    if (session->unedited && cell_read(session->unedited, cell, &number, NULL) == STATUS_OK)
        buffer_format(out, _("   without edits %s"), number_precise(text, (double)number, 6));
}

static void inspector_head(const Session *session, const CellExplanation *explained, Buffer *out)
{
    char number[NUMBER_LENGTH];
    cell_print(session->machine, &explained->cell, out);
    buffer_format(out, " = %s%s", number_precise(number, explained->number, 6),
                  explained->edited ? _(" (set by hand)") : "");
    inspector_twin(session, &explained->cell, out);
    inspector_tokens(session, &explained->cell, out);
    buffer_format(out, "\n= %s\n", buffer_text(&explained->explanation.arithmetic));
}

static void inspector_explanation(const Session *session, const CellExplanation *explained, int most, Buffer *out)
{
    char number[NUMBER_LENGTH];
    const Explanation *explanation = &explained->explanation;
    inspector_head(session, explained, out);
    int lines = 2;
    for (size_t i = 0; i < explanation->step_count && lines < most; i++, lines++)
        buffer_format(out, "  %s = %s\n", explanation->steps[i].text,
                      number_precise(number, explanation->steps[i].number, 6));
    for (size_t i = 0; i < explanation->operand_count && lines < most; i++, lines++) {
        buffer_append_text(out, "  ");
        cell_print(session->machine, &explained->operands[i], out);
        buffer_format(out, " = %s\n", number_precise(number, explanation->operands[i].number, 6));
    }
}

static void inspector_not_computed(const Session *session, const Cell *cell, const Error *error, Buffer *out)
{
    const Program *program = &session->model->program;
    const Instruction *line = &program->instructions[program->values[cell->id].instruction];
    if (error->status != STATUS_NOT_COMPUTED) {
        buffer_format(out, "%s\n", error->message);
        return;
    }
    cell_print(session->machine, cell, out);
    buffer_append_text(out, _(": not computed"));
    inspector_tokens(session, cell, out);
    buffer_format(out, "\n%s: %s\n", line->op->name, line->op->formula);
}

void inspector_lines(const Session *session, const View *view, const ViewState *state, int most, Buffer *out)
{
    Cell cell;
    Error error = {0};
    CellExplanation explained = {0};
    if (!view->cell || !view->cell(session, state, &cell)) {
        if (view->inspect)
            view->inspect(session, state, out);
        return;
    }
    if (explain_cell(session->machine, &cell, &explained, &error) == STATUS_OK)
        inspector_explanation(session, &explained, most, out);
    else
        inspector_not_computed(session, &cell, &error, out);
    explain_free(&explained);
}
