/* A text's pieces, and the parts of one, in rows of boxes: as many rows as there is room for around the chosen one.
 *
 *     │옛날[␣어느]␣마을에│          │␣ │마[을]EC 97│90 │
 *                                  220 512 300 1021 77
 */
#ifndef VIEW_TOKEN_STRIP_H
#define VIEW_TOKEN_STRIP_H

#include "figure/figure.h"
#include "view/text_pieces.h"

enum { TOKEN_STRIP_LABEL = 7 }; /* cells */

/* Adds a line that begins with this word in so many cells. */
void token_strip_label(Figure *figure, const char *word);

/* Adds at most `lines` lines of `width` cells; the chosen piece is in [ ]. */
void token_strip_pieces(const Session *session, const TextPieces *pieces, int chosen, int width, int lines,
                        Figure *figure);

/* The piece at a cell of these lines, counted from the first one; -1: none. */
int token_strip_piece_at(const Session *session, const TextPieces *pieces, int chosen, int width, int lines, int line,
                         int column);

/* Adds at most `rows` times two lines: the parts after `step` merges and, below each, its id. The part that the last
 * merge made is in [ ]; a + joins the two that merge next, where no bracket stands. */
void token_strip_parts(const Tokenizer *tokenizer, const MergeHistory *history, int step, int width, int rows,
                       Figure *figure);

/* Adds an empty line and at most `rows` times two lines: the whole text's tokens and their ids; those of the piece are
 * in [ ]. */
void token_strip_tokens(const Session *session, const TextPiece *piece, int width, int rows, Figure *figure);

#endif
