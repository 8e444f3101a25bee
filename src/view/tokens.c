/* Tokens: a text's pieces, the bytes or characters of one, and its merges one by one; and the vocabulary. */
#include <string.h>

#include "base/translate.h"
#include "base/utf8.h"
#include "view/text_pieces.h"
#include "view/token_strip.h"
#include "view/token_words.h"
#include "view/view.h"
#include "view/vocabulary_list.h"

enum { MODE_MERGES, MODE_VOCABULARY };
enum {
    USUAL_WIDTH = 70, /* cells, where nobody says how many there are */
    USUAL_HEIGHT = 16,
    TALL = 20, /* enough to keep lines for the whole text's tokens */
};

static const KeyHint keys[] = {
    {"Space", N_("merge")}, {"Backspace", N_("unmerge")}, {"← →", N_("piece")}, {"↑ ↓", N_("step")},
    {"/", N_("search")},    {"v", N_("vocabulary")},      {NULL, NULL},
};

static int width_of(const ViewState *state)
{
    return state->width ? state->width : USUAL_WIDTH;
}

static int height_of(const ViewState *state)
{
    return (state->height ? state->height : USUAL_HEIGHT) - 1; /* without the title */
}

/* ---- moving ---- */

static int steps_of(const TextPieces *pieces, int piece)
{
    return piece < (int)pieces->count ? (int)pieces->items[piece].history->count : 0;
}

static void tokens_bounds(ViewState *state, const TextPieces *pieces)
{
    int row = state->row;
    view_clamp(state, 1, (int)pieces->count);
    state->row = row;
    view_clamp(state, steps_of(pieces, state->column) + 1, (int)pieces->count);
}

/* One merge more, or the next piece's bytes when all are done. */
static bool tokens_forward(ViewState *state)
{
    if (state->row + 1 < state->rows) {
        state->row++;
        return true;
    }
    if (state->column + 1 >= state->columns)
        return false;
    state->column++;
    state->row = 0;
    return true;
}

static bool tokens_backward(ViewState *state, const TextPieces *pieces)
{
    if (state->row > 0) {
        state->row--;
        return true;
    }
    if (state->column == 0)
        return false;
    state->column--;
    state->row = steps_of(pieces, state->column);
    return true;
}

/* Lines that are kept for long texts and long pieces. */
static int more_lines(const ViewState *state)
{
    return height_of(state) / 8;
}

/* On a piece or on a step; elsewhere nothing. */
static Reaction merges_click(const Session *session, ViewState *state, const TextPieces *pieces, Event event)
{
    int step = state->row + event.by_row;
    int piece = token_strip_piece_at(session, pieces, state->column, width_of(state), more_lines(state), event.row,
                                     event.column);
    if (piece < 0 && (step < 0 || step >= state->rows))
        return reaction_nothing;
    state->row = piece < 0 ? step : 0;
    state->column = piece < 0 ? state->column : piece;
    return reaction_redraw;
}

static Reaction merges_handle(const Session *session, ViewState *state, const TextPieces *pieces, Event event)
{
    int column = state->column;
    tokens_bounds(state, pieces);
    if (event.press == PRESS_ENTER || event_is(event, " "))
        return tokens_forward(state) ? reaction_redraw : reaction_nothing;
    if (event.press == PRESS_BACKSPACE)
        return tokens_backward(state, pieces) ? reaction_redraw : reaction_nothing;
    if (event.press == PRESS_CLICK)
        return merges_click(session, state, pieces, event);
    if (!view_move(state, event))
        return reaction_unhandled;
    if (state->column != column)
        state->row = 0;
    return reaction_redraw;
}

static Reaction vocabulary_handle(const Session *session, ViewState *state, Event event)
{
    if (event.press == PRESS_ESCAPE || event.press == PRESS_BACKSPACE) {
        state->mode = MODE_MERGES;
        state->row = 0;
        return reaction_redraw;
    }
    if (event.press == PRESS_ENTER && vocabulary_list_id(session, state) >= 0)
        return reaction_command("neighbors #%d", (int)vocabulary_list_id(session, state));
    if (event_is(event, " ")) /* not a step of the program, where it is a merge on the other page */
        return reaction_nothing;
    return view_move(state, event) ? reaction_redraw : reaction_unhandled;
}

/* The vocabulary at the token that the cursor's last merge made. */
static Reaction tokens_to_vocabulary(const ViewState *state, const TextPieces *pieces)
{
    MergeState parts = {0};
    int32_t id = 0;
    if (state->column < (int)pieces->count) {
        merge_state_read(pieces->items[state->column].history, (size_t)state->row, &parts);
        id = parts.count ? parts.parts[parts.made > 0 ? parts.made : 0].id : 0;
    }
    merge_state_free(&parts);
    return reaction_command("vocabulary #%d", (int)id);
}

static Reaction tokens_handle(const Session *session, ViewState *state, Event event)
{
    TextPieces pieces;
    Reaction reaction = reaction_unhandled;
    if (!session->model->tokenizer)
        return reaction;
    if (event_is(event, "/"))
        return (Reaction){.answer = ANSWER_LINE, .command = "vocabulary "};
    if (state->mode == MODE_VOCABULARY && !event_is(event, "v"))
        return vocabulary_handle(session, state, event);
    if (state->mode == MODE_VOCABULARY)
        return vocabulary_handle(session, state, (Event){.press = PRESS_ESCAPE});
    if (text_pieces_read(session, &pieces, NULL) == STATUS_OK) {
        bool asks = event_is(event, "v");
        tokens_bounds(state, &pieces);
        reaction = asks ? tokens_to_vocabulary(state, &pieces) : merges_handle(session, state, &pieces, event);
    }
    text_pieces_free(&pieces);
    return reaction;
}

/* ---- the figure ---- */

/* "38 characters · 52 bytes · 14 tokens · 12 syllables, 1.08 tokens each" */
static void merges_title(const Session *session, const TextPieces *pieces, Figure *figure)
{
    const TokenizerMeasure *m = &pieces->measure;
    long long positions = machine_position_count(session->machine);
    if (!session->prompt) {
        figure_title(figure, plural_("%lld token, given by its id", "%lld tokens, given by their ids", positions),
                     positions);
        return;
    }
    Buffer title = {0};
    buffer_format(&title, plural_("%zu character", "%zu characters", m->characters), m->characters);
    buffer_append_text(&title, " · ");
    buffer_format(&title, plural_("%zu byte", "%zu bytes", m->bytes), m->bytes);
    buffer_append_text(&title, " · ");
    buffer_format(&title, plural_("%zu token", "%zu tokens", m->tokens), m->tokens);
    if (m->syllables) {
        buffer_append_text(&title, " · ");
        buffer_format(&title, plural_("%zu syllable: %.2f tokens", "%zu syllables, %.2f tokens each", m->syllables),
                      m->syllables, (double)m->syllable_tokens / (double)m->syllables);
    } else if (m->tokens) {
        buffer_format(&title, _(", %.2f bytes each"), (double)m->bytes / (double)m->tokens);
    }
    figure_title(figure, "%s", title.bytes);
    buffer_free(&title);
}

/* "piece 3 of 12 · positions 5 to 6 · step 2 of 4" */
static void merges_heading(const ViewState *state, const TextPiece *piece, Figure *figure)
{
    static const char *const kinds[] = {
        [TEXT_PIECE_FRAME] = N_("the tokenizer puts it around every text"),
        [TEXT_PIECE_ADDED] = N_("cut out of the text before BPE"),
        [TEXT_PIECE_LATER] = N_("drawn or given, not merged from text"),
    };
    figure_text_line(figure);
    figure_span(figure, STYLE_EMPHASIS, _("piece %d of %d"), state->column + 1, state->columns);
    if (piece->tokens > 1)
        figure_span(figure, STYLE_MUTED, _(" · positions %lld to %lld"), (long long)piece->position,
                    (long long)(piece->position + piece->tokens - 1));
    else
        figure_span(figure, STYLE_MUTED, _(" · position %lld"), (long long)piece->position);
    if (piece->kind == TEXT_PIECE_WORD)
        figure_span(figure, STYLE_MUTED, _(" · step %d of %d"), state->row, (int)piece->history->count);
    else
        figure_span(figure, STYLE_MUTED, " · %s", _(kinds[piece->kind]));
}

/* Where the bytes of the part begin that the last merge made: what is before them may be out of sight. */
static size_t merges_made_at(const Session *session, const TextPiece *piece, int step)
{
    Buffer before = {0};
    const MergeHistory *history = piece->history;
    for (size_t i = 0; step && i < history->merges[step - 1].at; i++)
        tokenizer_piece_bytes(session->model->tokenizer, history->parts.ids[i], &before);
    size_t length = before.length;
    buffer_free(&before);
    return length;
}

/* Each character with its bytes; of a long piece those around the part that was made last. */
static void merges_characters(const Session *session, const ViewState *state, const TextPiece *piece, Figure *figure)
{
    enum { CELLS_EACH = 6, BEFORE = 12 }; /* of a character at the least; bytes in sight before the part */
    Buffer bytes = {0}, words = {0};
    int cells = width_of(state) - TOKEN_STRIP_LABEL - 1;
    text_piece_bytes(session, piece, &bytes);
    size_t made = merges_made_at(session, piece, state->row), from = 0;
    if (bytes.length * CELLS_EACH > (size_t)cells && made > BEFORE)
        from = made - BEFORE;
    while (from > 0 && ((unsigned char)bytes.bytes[from] & 0xC0) == 0x80) /* inside a character */
        from--;
    buffer_append_text(&words, from ? "… " : "");
    character_words(buffer_text(&bytes) + from, bytes.length - from, cells - 3, &words);
    token_strip_label(figure, _("bytes"));
    figure_span(figure, STYLE_MUTED, "%s", buffer_text(&words));
    buffer_free(&bytes);
    buffer_free(&words);
}

/* "   2     12  “EC 9D” + “84” → “을” #300" */
static void merges_step(const Session *session, const ViewState *state, const TextPiece *piece, int step,
                        Figure *figure)
{
    const Tokenizer *tokenizer = session->model->tokenizer;
    const Merge *merge = &piece->history->merges[step - 1];
    bool done = step <= state->row;
    Style style = done ? STYLE_NORMAL : STYLE_PENDING;
    Buffer left = {0}, right = {0}, merged = {0};
    token_words(tokenizer, merge->left, &left);
    token_words(tokenizer, merge->right, &right);
    token_words(tokenizer, merge->merged, &merged);
    figure_span(figure, style, "%4d ", step);
    figure_span(figure, done ? STYLE_NUMBER : STYLE_PENDING, _("rank %-6d"), (int)merge->rank);
    figure_span(figure, style, " “%s” + “%s” → “%s” #%d", left.bytes, right.bytes, merged.bytes, (int)merge->merged);
    buffer_free(&left);
    buffer_free(&right);
    buffer_free(&merged);
}

static void merges_start(const TextPiece *piece, Figure *figure)
{
    size_t parts = piece->history->parts.count;
    figure_span(figure, STYLE_NORMAL, "%4d ", 0);
    figure_span(figure, STYLE_NORMAL,
                plural_("%zu part: a byte or a character", "%zu parts: bytes or characters", parts), parts);
}

static void merges_steps(const Session *session, const ViewState *state, const TextPiece *piece, int room,
                         Figure *figure)
{
    int count = (int)piece->history->count + 1, first = state->row - room / 2;
    first = first > count - room ? count - room : first;
    first = first > 0 ? first : 0;
    for (int step = first; step < count && step < first + room; step++) {
        figure_text_line(figure);
        figure_span(figure, step == state->row ? STYLE_CURRENT : STYLE_NORMAL, step == state->row ? "▶" : " ");
        figure_span(figure, step <= state->row ? STYLE_NEW : STYLE_PENDING, step <= state->row ? "✓" : "·");
        if (step)
            merges_step(session, state, piece, step, figure);
        else
            merges_start(piece, figure);
        if (step == state->row)
            figure_cursor(figure, (int)figure->text.count - 1, 0);
    }
}

static void merges_figure(const Session *session, ViewState *state, const TextPieces *pieces, Figure *figure)
{
    const TextPiece *piece = &pieces->items[state->column];
    int width = width_of(state), height = height_of(state), more = more_lines(state);
    figure_text(figure);
    merges_title(session, pieces, figure);
    token_strip_pieces(session, pieces, state->column, width, more, figure);
    merges_heading(state, piece, figure);
    if (piece->kind == TEXT_PIECE_WORD || piece->kind == TEXT_PIECE_LATER)
        merges_characters(session, state, piece, figure);
    token_strip_parts(session->model->tokenizer, piece->history, state->row, width, more > 1 ? more / 2 : 1, figure);
    if (piece->kind == TEXT_PIECE_WORD)
        merges_steps(session, state, piece, height - (int)figure->text.count - (height >= TALL ? 3 : 0), figure);
    int left = (height - (int)figure->text.count - 1) / 2; /* below an empty line, rows of two lines */
    if (left > 0)
        token_strip_tokens(session, piece, width, left, figure);
}

/* Somebody has asked about the vocabulary since the view was last looked at. */
static void tokens_follow_inquiry(const Session *session, ViewState *state)
{
    if (state->place == session->inquiry.vocabulary.count)
        return;
    state->place = session->inquiry.vocabulary.count;
    state->mode = MODE_VOCABULARY;
    vocabulary_list_find(session, state);
}

static Status tokens_figure(const Session *session, ViewState *state, Figure *figure, Error *error)
{
    if (!session->model->tokenizer) {
        view_nothing(figure, _("%s has no tokenizer.json: its tokens are numbers, and no text belongs to them."),
                     session->model->name);
        return STATUS_OK;
    }
    tokens_follow_inquiry(session, state);
    if (state->mode == MODE_VOCABULARY) {
        vocabulary_list(session, state, height_of(state) + 1, figure);
        return STATUS_OK;
    }
    TextPieces pieces;
    Status status = text_pieces_read(session, &pieces, error);
    if (status == STATUS_OK && !pieces.count)
        view_nothing(figure, _("There is no text yet. Type : and then prompt Once upon a time"));
    tokens_bounds(state, &pieces);
    if (status == STATUS_OK && pieces.count)
        merges_figure(session, state, &pieces, figure);
    text_pieces_free(&pieces);
    return status;
}

/* ---- the inspector ---- */

static void inspect_step(const Session *session, const TextPiece *piece, int step, Buffer *out)
{
    const Tokenizer *tokenizer = session->model->tokenizer;
    const MergeHistory *history = piece->history;
    const Merge *merge = step ? &history->merges[step - 1] : NULL;
    Buffer left = {0}, right = {0};
    if (!merge) {
        buffer_append_text(out, _("BPE receives the piece as "));
        buffer_append_visible(out, piece->word, strlen(piece->word));
        buffer_append_text(out, "\n");
    } else {
        token_words(tokenizer, merge->left, &left);
        token_words(tokenizer, merge->right, &right);
        buffer_format(out, _("“%s” #%d + “%s” #%d: merge %d of the list, the lowest rank among all neighbours\n"),
                      left.bytes, (int)merge->left, right.bytes, (int)merge->right, (int)merge->rank);
    }
    if ((size_t)step == history->count)
        buffer_append_text(out, _("no two neighbours are in the list of merges any more: these are the tokens\n"));
    else
        buffer_append_text(out,
                           _("next: the pair of neighbours that was learnt first, that is with the lowest rank\n"));
    buffer_free(&left);
    buffer_free(&right);
}

static void tokens_inspect(const Session *session, const ViewState *state, Buffer *out)
{
    TextPieces pieces;
    if (!session->model->tokenizer)
        return;
    if (state->mode == MODE_VOCABULARY) {
        vocabulary_list_inspect(session, state, out);
        return;
    }
    bool there = text_pieces_read(session, &pieces, NULL) == STATUS_OK && state->column < (int)pieces.count;
    const TextPiece *piece = there ? &pieces.items[state->column] : NULL;
    if (there && piece->kind == TEXT_PIECE_WORD && state->row <= (int)piece->history->count)
        inspect_step(session, piece, state->row, out);
    text_pieces_free(&pieces);
}

const View view_tokens = {
    .name = "tokens",
    .title = N_("Tokens"),
    .brief = N_("Tok"),
    .keys = keys,
    .handle = tokens_handle,
    .figure = tokens_figure,
    .inspect = tokens_inspect,
};
