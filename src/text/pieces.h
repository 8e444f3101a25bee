/* Pieces: a text on its way through a tokenizer, cut into parts that lie end to end in one buffer.
 *
 * Zero-initialise to start; pieces_free when done.
 */
#ifndef TEXT_PIECES_H
#define TEXT_PIECES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

enum { PIECE_IS_TEXT = -1 };

typedef struct Piece {
    size_t start, length; /* in the buffer, bytes */
    int32_t token;        /* an added token's id, settled already; else PIECE_IS_TEXT */
    bool at_start;        /* begins where the whole text begins */
} Piece;

typedef struct Pieces {
    Buffer text;
    Piece *items;
    size_t count, capacity;
} Pieces;

/* Appends a copy of `text` as one piece. */
void pieces_append(Pieces *pieces, const char *text, size_t length, bool at_start);
void pieces_append_token(Pieces *pieces, const char *text, size_t length, int32_t token);

/* Makes one piece of what was appended to `pieces->text` since the last piece ended. */
void pieces_close(Pieces *pieces, bool at_start);

/* Makes one piece of all. */
void pieces_fuse(Pieces *pieces);

const char *piece_text(const Pieces *pieces, const Piece *piece);

void pieces_clear(Pieces *pieces); /* keeps the memory */
void pieces_free(Pieces *pieces);

#endif
