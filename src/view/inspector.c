#include "view/inspector.h"

#include <string.h>

#include "base/translate.h"
#include "figure/number.h"
#include "view/inspector_parts.h"

/* ---- a few lines ---- */

static void lines_of_steps(const Explanation *explanation, int most, int *lines, Buffer *out)
{
    char number[NUMBER_LENGTH];
    for (size_t i = 0; i < explanation->step_count && *lines < most; i++, ++*lines)
        buffer_format(out, "  %s = %s\n", explanation->steps[i].text,
                      number_precise(number, explanation->steps[i].number, INSPECTOR_DIGITS));
}

static void lines_of_operands(const Session *session, const CellExplanation *explained, const Terms *terms, int most,
                              int *lines, Buffer *out)
{
    char number[NUMBER_LENGTH];
    for (int i = 0; i < terms->count && *lines < most; i++)
        for (int k = 0; k < terms->items[i].operands && *lines < most; k++, ++*lines) {
            int operand = terms->items[i].operand + k;
            buffer_append_text(out, "  ");
            cell_print(session->machine, &explained->operands[operand], out);
            buffer_format(out, " = %s\n",
                          number_precise(number, explained->explanation.operands[operand].number, OPERAND_DIGITS));
        }
}

static void lines_of_explanation(const Session *session, const CellExplanation *explained, int width, int most,
                                 Buffer *out)
{
    Terms terms = terms_of(&explained->explanation);
    int lines = 2;
    words_cell(session, explained, out);
    buffer_append_text(out, "\n");
    words_arithmetic(session, explained, &terms, width, out);
    buffer_append_text(out, "\n");
    lines_of_steps(&explained->explanation, most, &lines, out);
    lines_of_operands(session, explained, &terms, most, &lines, out);
    terms_free(&terms);
}

void inspector_lines(const Session *session, const View *view, const ViewState *state, int most, Buffer *out)
{
    enum { USUAL_WIDTH = 80 };
    Cell cell;
    Error error = {0};
    CellExplanation explained = {0};
    if (!view->cell || !view->cell(session, state, &cell)) {
        if (view->inspect)
            view->inspect(session, state, out);
        return;
    }
    if (explain_cell(session->machine, &cell, &explained, &error) == STATUS_OK)
        lines_of_explanation(session, &explained, state->width > 0 ? state->width : USUAL_WIDTH, most, out);
    else
        words_not_computed(session, &cell, &error, out);
    explain_free(&explained);
}

/* ---- open ---- */

const KeyHint inspector_keys[] = {
    {"↑ ↓", N_("operand")},         {"← →", N_("factor")}, {"Enter", N_("go there")},
    {"Backspace", N_("come back")}, {"Esc", N_("close")},  {NULL, NULL},
};

bool inspector_is_open(const Session *session)
{
    return session->focus.trail.count > 0;
}

void inspector_sync(const Session *session, ViewState *state, const CellExplanation *explained, const Terms *terms)
{
    const Trail *trail = &session->focus.trail;
    const Cell *cell = trail_end(trail);
    if (memcmp(&state->asked, cell, sizeof *cell) != 0) {
        state->asked = *cell;
        state->term = state->operand = 0;
        for (int i = 0; i < terms->count && trail->left.id; i++)
            for (int k = 0; k < terms->items[i].operands; k++)
                if (!memcmp(&explained->operands[terms->items[i].operand + k], &trail->left, sizeof *cell)) {
                    state->term = i;
                    state->operand = k;
                }
    }
    if (state->term >= terms->count)
        state->term = terms->count ? terms->count - 1 : 0;
    if (terms->count && state->operand >= terms->items[state->term].operands)
        state->operand = terms->items[state->term].operands - 1;
}

static Reaction inspector_go(const Session *session, const Cell *cell)
{
    Buffer name = {0};
    cell_print(session->machine, cell, &name);
    Reaction reaction = reaction_command("into %s", buffer_text(&name));
    buffer_free(&name);
    return reaction;
}

/* Moves the cursor through the list as view_move does in any other. */
static bool inspector_move(ViewState *state, const Terms *terms, Event event)
{
    ViewState list = {.row = state->term, .column = state->operand};
    list.rows = terms->count;
    list.columns = terms->count ? terms->items[state->term].operands : 0;
    if (event.press == PRESS_HOME || event.press == PRESS_END) { /* the list's ends, not the line's */
        state->term = event.press == PRESS_HOME || !terms->count ? 0 : terms->count - 1;
        return true;
    }
    bool key = event.press >= PRESS_UP && event.press <= PRESS_PAGE_DOWN; /* the mouse is the view's */
    if (!key || !view_move(&list, event))
        return false;
    state->term = list.row;
    state->operand = list.column;
    return true;
}

static Reaction inspector_walk(const Session *session, ViewState *state, const CellExplanation *explained, Event event)
{
    Terms terms = terms_of(&explained->explanation);
    Reaction reaction = reaction_unhandled;
    inspector_sync(session, state, explained, &terms);
    if (inspector_move(state, &terms, event))
        reaction = reaction_redraw;
    else if (event.press == PRESS_ENTER)
        reaction = terms.count
                       ? inspector_go(session, &explained->operands[terms.items[state->term].operand + state->operand])
                       : reaction_nothing;
    terms_free(&terms);
    return reaction;
}

Reaction inspector_handle(const Session *session, const View *view, ViewState *state, Event event)
{
    Cell cell;
    if (!inspector_is_open(session))
        return event_is(event, "i") && view->cell && view->cell(session, state, &cell) ? inspector_go(session, &cell)
                                                                                       : reaction_unhandled;
    if (event.press == PRESS_BACKSPACE)
        return reaction_command("out");
    if (event.press == PRESS_ESCAPE || event_is(event, "i"))
        return reaction_command("out all");
    CellExplanation explained = {0};
    explain_cell(session->machine, trail_end(&session->focus.trail), &explained, NULL);
    Reaction reaction = inspector_walk(session, state, &explained, event);
    explain_free(&explained);
    return reaction;
}
