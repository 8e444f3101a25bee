/* The sentence itself: every token on a ground as dark or bright as it is looked at, with its share below.
 *
 *      Once  upon [ a]  ▸ time  there
 *       61%    3%  20%     16%
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/translate.h"
#include "base/utf8.h"
#include "figure/label.h"
#include "view/attention_parts.h"

enum { USUAL_WIDTH = 80, TOKEN_LEAST = 4 /* "100%" */, LINES_EACH = 2 };

/* Where a token stands: on which line of tokens, and from which cell on. */
typedef struct Spot {
    int line, x, cells;
    char label[LABEL_LENGTH];
} Spot;

/* All tokens, wrapped by their width; free() them. */
static Spot *sentence_spots(const Session *session, int width)
{
    enum { MARKS = 2 }; /* before and behind */
    int64_t count = machine_position_count(session->machine);
    Spot *spots = memory_new((size_t)count + 1, sizeof *spots);
    Buffer token = {0};
    for (int64_t i = 0; i < count; i++) {
        Spot *spot = &spots[i], *last = i ? &spots[i - 1] : NULL;
        buffer_clear(&token);
        session_token_at(session, i, &token);
        label_visible(spot->label, buffer_text(&token));
        int cells = utf8_cells(spot->label, strlen(spot->label));
        spot->cells = MARKS + (cells < TOKEN_LEAST ? TOKEN_LEAST : cells);
        spot->line = last ? last->line : 0;
        spot->x = last ? last->x + last->cells : 0;
        if (spot->x > 0 && spot->x + spot->cells > width) {
            spot->line++;
            spot->x = 0;
        }
    }
    buffer_free(&token);
    return spots;
}

static int sentence_width(const ViewState *state)
{
    return state->width > 0 ? state->width : USUAL_WIDTH;
}

/* "▸ time ": the query is marked, the key under the cursor stands in brackets. */
static void token_span(const ViewState *state, const Sheet *sheet, const Spot *spot, int key, Figure *figure)
{
    size_t at = (size_t)state->row * (size_t)sheet->columns + (size_t)key;
    CellState cell = (CellState)sheet->states[at];
    bool query = key == state->row, cursor = key == state->column;
    int padding = spot->cells - 2 - utf8_cells(spot->label, strlen(spot->label));
    Style style = cursor ? STYLE_CURSOR : query ? STYLE_CURRENT : STYLE_FRAME;
    figure_span(figure, style, "%s", cursor ? "[" : query ? "▸" : " ");
    figure_span(figure, cell == CELL_NUMBER ? STYLE_NORMAL : STYLE_MASKED, "%s%*s", spot->label,
                padding > 0 ? padding : 0, "");
    if (cell == CELL_NUMBER)
        figure_shade(figure, sheet->values[at]);
    figure_span(figure, style, "%s", cursor ? "]" : " ");
}

/* "61%", under what has at least a hundredth. */
static void share_span(const ViewState *state, const Sheet *sheet, const Spot *spot, int key, Figure *figure)
{
    size_t at = (size_t)state->row * (size_t)sheet->columns + (size_t)key;
    double share = 100 * (double)sheet->values[at];
    char text[16] = "";
    if (sheet->states[at] == CELL_NUMBER && share >= 1)
        snprintf(text, sizeof text, "%.0f%%", fmin(share, 999));
    bool strongest = share >= 10;
    figure_span(figure, strongest ? STYLE_EMPHASIS : STYLE_NUMBER, " %-*s", spot->cells - 1, text);
}

static void sentence_notes(const Session *session, const ViewState *state, Figure *figure)
{
    Buffer query = {0};
    session_token_at(session, state->row, &query);
    figure_note(figure, _("what “%s” (▸) looks at, from one percent on"), query.bytes);
    buffer_free(&query);
}

void sentence_figure(const Session *session, const ViewState *state, const Sheet *sheet, Figure *figure)
{
    Spot *spots = sentence_spots(session, sentence_width(state));
    figure_text(figure);
    figure->text.marks_cursor = true;
    figure_value_name(figure, "pattern");
    for (int from = 0, to; from < sheet->columns; from = to) {
        for (to = from; to < sheet->columns && spots[to].line == spots[from].line; to++)
            continue;
        figure_text_line(figure);
        for (int key = from; key < to; key++)
            token_span(state, sheet, &spots[key], key, figure);
        figure_text_line(figure);
        for (int key = from; key < to; key++)
            share_span(state, sheet, &spots[key], key, figure);
    }
    figure_cursor(figure, LINES_EACH * spots[state->column].line, 0);
    sentence_notes(session, state, figure);
    free(spots);
}

Reaction sentence_click(const Session *session, ViewState *state, Event event)
{
    Spot *spots = sentence_spots(session, sentence_width(state));
    for (int i = 0; i < state->columns; i++)
        if (spots[i].line == event.row / LINES_EACH && event.column >= spots[i].x &&
            event.column < spots[i].x + spots[i].cells)
            state->column = i;
    free(spots);
    return reaction_redraw;
}
