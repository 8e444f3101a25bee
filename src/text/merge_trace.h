/* How a text became tokens, to be looked at one merge at a time.
 *
 *     text -> pieces (tokenizer_split) -> each piece's bytes or characters -> merge after merge -> tokens
 *
 * The merges are those that tokenizer_encode makes, recorded by the same code. All results are the caller's:
 * zero-initialise them, and free them after an error too.
 */
#ifndef TEXT_MERGE_TRACE_H
#define TEXT_MERGE_TRACE_H

#include "text/tokenizer.h"

/* Why a piece is there. */
typedef enum PieceOrigin {
    PIECE_FRAME, /* a token that the tokenizer puts before or behind every text: the post-processor's */
    PIECE_ADDED, /* an added token that stands in the text */
    PIECE_WORD,  /* a word, for BPE to merge */
} PieceOrigin;

typedef struct TracedPiece {
    PieceOrigin origin;
    const char *word;     /* as BPE receives it ("Ġthe"), terminated; "" for PIECE_FRAME; the trace owns it */
    MergeHistory history; /* one part and no merge where nothing was to be merged */
    size_t first_token;   /* of the whole text's ids: where this piece's begin, */
    size_t token_count;   /* and how many they are */
} TracedPiece;

typedef struct MergeTrace {
    TracedPiece *pieces;
    size_t count, capacity;
    Words words;
    TokenIds ids; /* the last states of all pieces in a row */
} MergeTrace;

/* Traces a text. `add_special` as in tokenizer_encode, and the same errors. */
Status merge_trace_read(const Tokenizer *tokenizer, const char *text, size_t length, bool add_special, MergeTrace *out,
                        Error *error);
void merge_trace_free(MergeTrace *trace);

/* What stands at a place of a piece after some merges. */
typedef struct MergePart {
    int32_t id;
    size_t first, count; /* which of history.parts it is made of */
} MergePart;

typedef struct MergeState {
    MergePart *parts;
    size_t count, capacity;
    ptrdiff_t made; /* the part that the last merge made; -1 before any merge */
} MergeState;

/* The parts after the first `step` merges, 0 to history->count; replaces what `out` held. */
void merge_state_read(const MergeHistory *history, size_t step, MergeState *out);
void merge_state_free(MergeState *state);

#endif
