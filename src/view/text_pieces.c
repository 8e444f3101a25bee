#include "view/text_pieces.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static TextPiece *pieces_add(TextPieces *pieces, TextPieceKind kind, const MergeHistory *history)
{
    pieces->items = memory_grow(pieces->items, &pieces->capacity, pieces->count + 1, sizeof *pieces->items);
    TextPiece *piece = &pieces->items[pieces->count++];
    *piece = (TextPiece){.kind = kind, .word = "", .history = history, .tokens = 1};
    return piece;
}

static void pieces_add_traced(TextPieces *pieces, const MergeTrace *trace)
{
    static const TextPieceKind kinds[] = {
        [PIECE_FRAME] = TEXT_PIECE_FRAME, [PIECE_ADDED] = TEXT_PIECE_ADDED, [PIECE_WORD] = TEXT_PIECE_WORD};
    for (size_t i = 0; i < trace->count; i++) {
        TextPiece *piece = pieces_add(pieces, kinds[trace->pieces[i].origin], &trace->pieces[i].history);
        piece->word = trace->pieces[i].word;
        piece->position = (int64_t)trace->pieces[i].first_token;
        piece->tokens = (int64_t)trace->pieces[i].token_count;
    }
}

/* The tokens that the prompt's text did not bring. */
static void pieces_add_later(TextPieces *pieces, const Machine *machine, int64_t first)
{
    int64_t positions = machine_position_count(machine);
    size_t count = positions > first ? (size_t)(positions - first) : 0;
    pieces->single = memory_new(count, sizeof *pieces->single);
    pieces->single_count = count;
    for (size_t i = 0; i < count; i++) {
        token_ids_append(&pieces->single[i].parts, machine_tokens(machine)[first + (int64_t)i]);
        pieces_add(pieces, TEXT_PIECE_LATER, &pieces->single[i])->position = first + (int64_t)i;
    }
}

Status text_pieces_read(const Session *session, TextPieces *out, Error *error)
{
    *out = (TextPieces){0};
    const Tokenizer *tokenizer = session->model->tokenizer;
    if (session->prompt && tokenizer) {
        size_t length = strlen(session->prompt);
        TRY(merge_trace_read(tokenizer, session->prompt, length, true, &out->trace, error));
        TRY(tokenizer_measure(tokenizer, session->prompt, length, &out->measure, error));
    }
    pieces_add_traced(out, &out->trace);
    pieces_add_later(out, session->machine, (int64_t)out->trace.ids.count);
    return STATUS_OK;
}

void text_pieces_free(TextPieces *pieces)
{
    for (size_t i = 0; i < pieces->single_count; i++)
        merge_history_free(&pieces->single[i]);
    free(pieces->single);
    free(pieces->items);
    merge_trace_free(&pieces->trace);
    *pieces = (TextPieces){0};
}

void text_piece_bytes(const Session *session, const TextPiece *piece, Buffer *out)
{
    for (size_t i = 0; i < piece->history->parts.count; i++)
        tokenizer_piece_bytes(session->model->tokenizer, piece->history->parts.ids[i], out);
}
