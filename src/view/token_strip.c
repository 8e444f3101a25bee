#include "view/token_strip.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/translate.h"
#include "base/utf8.h"
#include "figure/label.h"
#include "view/token_words.h"

/* One box: its words, what stands before it, and in which row it is. */
typedef struct Box {
    Buffer text, below;
    int cells, row;
    Style style;
    const char *before; /* one cell */
} Box;

typedef struct Strip {
    Box *boxes;
    int count, focus;  /* the box that must be in sight */
    const char *label; /* before the first row; its cells stay free before the others. NULL: none at all */
    const char *last;  /* behind the last box */
    bool has_below;
} Strip;

static Strip strip_new(size_t count, const char *label)
{
    return (Strip){.boxes = memory_new(count, sizeof(Box)), .count = (int)count, .label = label, .last = "│"};
}

static void strip_free(Strip *strip)
{
    for (int i = 0; i < strip->count; i++) {
        buffer_free(&strip->boxes[i].text);
        buffer_free(&strip->boxes[i].below);
    }
    free(strip->boxes);
}

void token_strip_label(Figure *figure, const char *word)
{
    int pad = TOKEN_STRIP_LABEL - utf8_cells(word, strlen(word));
    figure_text_line(figure);
    figure_span(figure, STYLE_AXIS, "%s%*s", word, pad > 0 ? pad : 0, "");
}

static int label_cells(const Strip *strip)
{
    return strip->label ? TOKEN_STRIP_LABEL : 0;
}

static void strip_label(const Strip *strip, const char *word, Figure *figure)
{
    if (strip->label)
        token_strip_label(figure, word);
    else
        figure_text_line(figure);
}

/* A box is never wider than a row. */
static void box_fit(Box *box, int most)
{
    int text = utf8_cells(buffer_text(&box->text), box->text.length), below = (int)box->below.length;
    if (text > most) {
        size_t kept = utf8_fit(box->text.bytes, box->text.length, most - 1);
        box->text.bytes[kept] = '\0';
        box->text.length = kept;
        buffer_append_text(&box->text, "…");
        text = utf8_cells(box->text.bytes, box->text.length);
    }
    box->cells = text > below ? text : below;
}

static void strip_arrange(Strip *strip, int width)
{
    int row = 0, used = 0, room = width - label_cells(strip) - 2; /* without the lines at both ends */
    for (int i = 0; i < strip->count; i++) {
        Box *box = &strip->boxes[i];
        box_fit(box, room > 2 ? room : 2);
        if (used && used + box->cells > room) {
            row++;
            used = 0;
        }
        used += box->cells + 1;
        box->row = row;
    }
}

static void strip_row(const Strip *strip, int row, bool first, Figure *figure)
{
    const char *after = strip->last;
    strip_label(strip, first ? strip->label : "", figure);
    for (int i = 0; i < strip->count; i++) {
        const Box *box = &strip->boxes[i];
        if (box->row > row) {
            after = box->before;
            break;
        }
        if (box->row < row)
            continue;
        int pad = box->cells - utf8_cells(box->text.bytes, box->text.length);
        figure_span(figure, STYLE_FRAME, "%s", box->before);
        figure_span(figure, box->style, "%s", buffer_text(&box->text));
        figure_span(figure, STYLE_NORMAL, "%*s", pad, "");
    }
    figure_span(figure, STYLE_FRAME, "%s", after);
}

static void strip_row_below(const Strip *strip, int row, bool first, Figure *figure)
{
    strip_label(strip, first ? _("ids") : "", figure);
    for (int i = 0; i < strip->count; i++)
        if (strip->boxes[i].row == row)
            figure_span(figure, STYLE_MUTED, " %-*s", strip->boxes[i].cells, buffer_text(&strip->boxes[i].below));
}

/* The rows that are shown, around the one in focus. */
typedef struct RowRange {
    int first, end;
} RowRange;

static RowRange strip_rows(Strip *strip, int width, int rows)
{
    strip_arrange(strip, width);
    int all = strip->count ? strip->boxes[strip->count - 1].row + 1 : 0;
    int first = strip->count ? strip->boxes[strip->focus].row - rows / 2 : 0;
    first = first > all - rows ? all - rows : first;
    first = first > 0 ? first : 0;
    return (RowRange){first, first + rows < all ? first + rows : all};
}

static void strip_draw(Strip *strip, int width, int rows, Figure *figure)
{
    RowRange shown = strip_rows(strip, width, rows);
    for (int row = shown.first; row < shown.end; row++) {
        strip_row(strip, row, row == shown.first, figure);
        if (strip->has_below)
            strip_row_below(strip, row, row == shown.first, figure);
    }
}

static int strip_box_at(const Strip *strip, int row, int column)
{
    int left = label_cells(strip) + 1;
    for (int i = 0; i < strip->count; i++) {
        if (strip->boxes[i].row != row)
            continue;
        if (column >= left && column < left + strip->boxes[i].cells)
            return i;
        left += strip->boxes[i].cells + 1;
    }
    return -1;
}

/* ---- pieces ---- */

static void piece_words(const Session *session, const TextPiece *piece, Buffer *out)
{
    char label[LABEL_LENGTH];
    Buffer bytes = {0};
    if (piece->kind == TEXT_PIECE_WORD) {
        text_piece_bytes(session, piece, &bytes);
        buffer_append_text(out, label_visible(label, buffer_text(&bytes)));
    } else {
        token_words(session->model->tokenizer, piece->history->parts.ids[0], out);
    }
    buffer_free(&bytes);
}

static Strip pieces_strip(const Session *session, const TextPieces *pieces, int chosen)
{
    Strip strip = strip_new(pieces->count, NULL);
    strip.focus = chosen;
    for (int i = 0; i < strip.count; i++) {
        Box *box = &strip.boxes[i];
        piece_words(session, &pieces->items[i], &box->text);
        box->style = i == chosen ? STYLE_CURSOR : pieces->items[i].kind == TEXT_PIECE_WORD ? STYLE_NORMAL : STYLE_NEW;
        box->before = i == chosen ? "[" : i == chosen + 1 ? "]" : "│";
    }
    strip.last = chosen + 1 == strip.count ? "]" : "│";
    return strip;
}

void token_strip_pieces(const Session *session, const TextPieces *pieces, int chosen, int width, int lines,
                        Figure *figure)
{
    Strip strip = pieces_strip(session, pieces, chosen);
    strip_draw(&strip, width, lines, figure);
    strip_free(&strip);
}

int token_strip_piece_at(const Session *session, const TextPieces *pieces, int chosen, int width, int lines, int line,
                         int column)
{
    Strip strip = pieces_strip(session, pieces, chosen);
    RowRange shown = strip_rows(&strip, width, lines);
    int row = shown.first + line, piece = row < shown.end ? strip_box_at(&strip, row, column) : -1;
    strip_free(&strip);
    return piece;
}

/* ---- parts ---- */

static const char *part_before(int part, ptrdiff_t made, ptrdiff_t next)
{
    if (made >= 0 && (part == made || part == made + 1))
        return part == made ? "[" : "]";
    return next >= 0 && part == next + 1 ? "+" : "│";
}

/* Which part the next merge begins with; -1 where none is left. */
static ptrdiff_t next_part(const MergeHistory *history, size_t step, const MergeState *state)
{
    for (size_t i = 0; step < history->count && i < state->count; i++)
        if (state->parts[i].first == history->merges[step].at)
            return (ptrdiff_t)i;
    return -1;
}

void token_strip_parts(const Tokenizer *tokenizer, const MergeHistory *history, int step, int width, int rows,
                       Figure *figure)
{
    MergeState state = {0};
    merge_state_read(history, (size_t)step, &state);
    ptrdiff_t next = next_part(history, (size_t)step, &state);
    Strip strip = strip_new(state.count, _("parts"));
    strip.has_below = true;
    strip.focus = state.made >= 0 ? (int)state.made : next >= 0 ? (int)next : 0;
    for (int i = 0; i < strip.count; i++) {
        Box *box = &strip.boxes[i];
        token_words(tokenizer, state.parts[i].id, &box->text);
        buffer_format(&box->below, "%d", (int)state.parts[i].id);
        box->style = i == state.made ? STYLE_EMPHASIS : STYLE_NORMAL;
        box->before = part_before(i, state.made, next);
    }
    strip.last = state.made >= 0 && state.made + 1 == (ptrdiff_t)state.count ? "]" : "│";
    strip_draw(&strip, width, rows, figure);
    strip_free(&strip);
    merge_state_free(&state);
}

/* ---- tokens ---- */

static const char *token_before(int64_t position, int64_t first, int64_t end)
{
    return position == first ? "[" : position == end ? "]" : "│";
}

void token_strip_tokens(const Session *session, const TextPiece *piece, int width, int rows, Figure *figure)
{
    const int32_t *tokens = machine_tokens(session->machine);
    int64_t end = piece->position + piece->tokens;
    Strip strip = strip_new((size_t)machine_position_count(session->machine), _("tokens"));
    strip.has_below = true;
    strip.focus = (int)piece->position;
    for (int i = 0; i < strip.count; i++) {
        Box *box = &strip.boxes[i];
        token_words(session->model->tokenizer, tokens[i], &box->text);
        buffer_format(&box->below, "%d", (int)tokens[i]);
        box->style = i >= piece->position && i < end ? STYLE_EMPHASIS : STYLE_NORMAL;
        box->before = token_before(i, piece->position, end);
    }
    strip.last = end == strip.count ? "]" : "│";
    figure_text_line(figure);
    strip_draw(&strip, width, rows, figure);
    strip_free(&strip);
}
