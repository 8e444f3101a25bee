/* The picture of an open inspector: the cell, its arithmetic, and the list of what it is made of. */
#include <string.h>

#include "base/translate.h"
#include "figure/number.h"
#include "view/inspector.h"
#include "view/inspector_parts.h"

/* "x[3, 17]": by its role in the formula, which stands above. */
static void operand_name(const Session *session, const CellExplanation *explained, int operand, Buffer *out)
{
    const Operand *about = &explained->explanation.operands[operand];
    const Cell *cell = &explained->operands[operand];
    const char *const *roles = about->kind == OPERAND_WEIGHT ? explained->op->weight : explained->op->input;
    Shape shape = cell_shape(session->machine, cell->kind, cell->id);
    buffer_append_text(out, roles[about->slot]);
    for (int i = 0; i < shape.rank; i++)
        buffer_format(out, "%s%lld", i ? ", " : "[", (long long)cell->index[i]);
    buffer_append_text(out, "]");
}

static void term_line(const Session *session, const CellExplanation *explained, const Term *term, int chosen,
                      Figure *figure)
{
    char number[NUMBER_LENGTH];
    Buffer text = {0};
    figure_text_line(figure);
    figure_span(figure, STYLE_CURSOR, "%s", chosen >= 0 ? "▸" : "");
    figure_span(figure, STYLE_NORMAL, "%s", chosen >= 0 ? " " : "  ");
    for (int k = 0; k < term->operands; k++) {
        int operand = term->operand + k;
        buffer_clear(&text);
        operand_name(session, explained, operand, &text);
        figure_span(figure, STYLE_NORMAL, "%s", k ? " × " : "");
        figure_span(figure, k == chosen ? STYLE_CURSOR : STYLE_AXIS, "%s", buffer_text(&text));
        figure_span(figure, STYLE_NUMBER, " %s",
                    number_precise(number, explained->explanation.operands[operand].number, OPERAND_DIGITS));
    }
    if (term->in_sum && term->operands == 1)
        figure_span(figure, STYLE_MUTED, "   %s", explained->explanation.term_formula);
    if (term->in_sum)
        figure_span(figure, STYLE_EMPHASIS, " = %s", number_precise(number, term->number, OPERAND_DIGITS));
    buffer_free(&text);
}

/* "… 180 other terms -0.0123 · the sum of all 192: 0.5" */
static void rest_line(const Terms *terms, int first, int end, Figure *figure)
{
    char others[NUMBER_LENGTH], all[NUMBER_LENGTH];
    int count = terms->count - terms->first_of_sum, from = first > terms->first_of_sum ? first : terms->first_of_sum;
    int hidden = count - (end > from ? end - from : 0);
    double sum = terms_sum(terms, 0, terms->count), shown = terms_sum(terms, first, end);
    figure_text_line(figure);
    number_precise(all, sum, OPERAND_DIGITS);
    if (hidden)
        figure_span(figure, STYLE_MUTED, _("  + %d other terms, together %s"), hidden,
                    number_precise(others, sum - shown, OPERAND_DIGITS));
    figure_span(figure, STYLE_EMPHASIS, _("%sthe sum of all %d: %s"), hidden ? "  →  " : "  ", count, all);
}

static void list_lines(const Session *session, const ViewState *state, const CellExplanation *explained,
                       const Terms *terms, int room, Figure *figure)
{
    bool has_sum = terms->count > terms->first_of_sum;
    room -= has_sum;
    room = room < 1 ? 1 : room;
    int first = state->term - room / 2, last = terms->count - room;
    first = first > last ? last : first;
    first = first < 0 ? 0 : first;
    int end = first + room < terms->count ? first + room : terms->count;
    for (int i = first; i < end; i++)
        term_line(session, explained, &terms->items[i], i == state->term ? state->operand : -1, figure);
    if (has_sum)
        rest_line(terms, first, end, figure);
}

/* "‹ 2 back: blocks.0.attn.pattern[0, 3, 1]" */
static int back_line(const Session *session, Figure *figure)
{
    const Trail *trail = &session->focus.trail;
    Buffer name = {0};
    if (trail->count < 2)
        return 0;
    cell_print(session->machine, &trail->cells[trail->count - 2], &name);
    figure_text_line(figure);
    figure_span(figure, STYLE_MUTED, trail->count > 2 ? _("‹ part of %s, and %d more before it") : _("‹ part of %s"),
                buffer_text(&name), trail->count - 2);
    buffer_free(&name);
    return 1;
}

static int formula_lines(const Session *session, const CellExplanation *explained, Figure *figure)
{
    const Program *program = &session->model->program;
    Buffer roles = {0};
    if (!explained->op)
        return 0;
    const Instruction *line = &program->instructions[program->values[explained->cell.id].instruction];
    words_roles(program, line, &roles);
    figure_text_line(figure);
    figure_span(figure, STYLE_MUTED, "%s: %s", explained->op->name, explained->formula);
    figure_text_line(figure);
    figure_span(figure, STYLE_MUTED, "%s", buffer_text(&roles));
    buffer_free(&roles);
    return 2;
}

static int step_lines(const Explanation *explanation, int most, Figure *figure)
{
    char number[NUMBER_LENGTH];
    int lines = 0;
    for (size_t i = 0; i < explanation->step_count && lines < most; i++, lines++) {
        figure_text_line(figure);
        figure_span(figure, STYLE_NORMAL, "  %s = %s", explanation->steps[i].text,
                    number_precise(number, explanation->steps[i].number, INSPECTOR_DIGITS));
    }
    return lines;
}

static void explained_figure(const Session *session, ViewState *state, const CellExplanation *explained, int width,
                             int height, Figure *figure)
{
    enum { LIST_LEAST = 4, LINES_ABOVE = 2 };
    Terms terms = terms_of(&explained->explanation);
    Buffer text = {0};
    inspector_sync(session, state, explained, &terms);
    words_cell(session, explained, &text);
    figure_text_line(figure);
    figure_span(figure, STYLE_EMPHASIS, "%s", text.bytes);
    int used = LINES_ABOVE;
    used += back_line(session, figure);
    used += height - used > LIST_LEAST + 1 ? formula_lines(session, explained, figure) : 0;
    buffer_clear(&text);
    words_arithmetic(session, explained, &terms, width, &text);
    figure_text_line(figure);
    figure_span(figure, STYLE_NORMAL, "%s", text.bytes);
    used += step_lines(&explained->explanation, height - used - LIST_LEAST, figure);
    if (terms.count)
        list_lines(session, state, explained, &terms, height - used, figure);
    buffer_free(&text);
    terms_free(&terms);
}

void inspector_figure(const Session *session, ViewState *state, int width, int height, Figure *figure)
{
    const Cell *cell = trail_end(&session->focus.trail);
    CellExplanation explained = {0};
    Error error = {0};
    Buffer text = {0};
    figure_text(figure);
    if (explain_cell(session->machine, cell, &explained, &error) == STATUS_OK) {
        explained_figure(session, state, &explained, width, height, figure);
    } else {
        words_not_computed(session, cell, &error, &text);
        back_line(session, figure);
        for (char *rest = text.bytes, *line; (line = strsep(&rest, "\n")) && *line;) {
            figure_text_line(figure);
            figure_span(figure, STYLE_NORMAL, "%s", line);
        }
    }
    buffer_free(&text);
    explain_free(&explained);
}
