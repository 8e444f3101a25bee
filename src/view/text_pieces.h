/* The session's text as the tokens view walks through it: piece by piece, each with its merges. */
#ifndef VIEW_TEXT_PIECES_H
#define VIEW_TEXT_PIECES_H

#include "session/session.h"
#include "text/merge_trace.h"
#include "text/tokenizer_measure.h"

/* Where a piece of the session's text comes from, beyond what the tokenizer says. */
typedef enum TextPieceKind {
    TEXT_PIECE_FRAME, /* put around the text by the tokenizer */
    TEXT_PIECE_ADDED, /* an added token in the text */
    TEXT_PIECE_WORD,
    TEXT_PIECE_LATER, /* a token that no prompt's text brought: drawn, or given as an id */
} TextPieceKind;

typedef struct TextPiece {
    TextPieceKind kind;
    const char *word; /* as BPE receives it; "" where there is none */
    const MergeHistory *history;
    int64_t position; /* of its first token */
    int64_t tokens;
} TextPiece;

typedef struct TextPieces {
    TextPiece *items;
    size_t count, capacity;
    MergeTrace trace;     /* of the prompt */
    MergeHistory *single; /* [single_count] of the later tokens, a part each */
    size_t single_count;
    TokenizerMeasure measure; /* of the prompt */
} TextPieces;

/* text_pieces_free what it fills in, after an error too. */
Status text_pieces_read(const Session *session, TextPieces *out, Error *error);
void text_pieces_free(TextPieces *pieces);

/* Appends the bytes that the first parts of a piece stand for. */
void text_piece_bytes(const Session *session, const TextPiece *piece, Buffer *out);

#endif
