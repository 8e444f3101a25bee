/* A trail: the cells that one went through, asking where a number comes from.
 *
 *     blocks.0.attn.pattern[0, 3, 1]  <-  blocks.0.attn.masked[0, 3, 1]  <-  blocks.0.attn.scores[0, 3, 1]  <-  ...
 *
 * It begins at the cell that one asked about and goes to operands, at most all the way to a row of the embedding. While
 * it is not empty the inspector is open, and shows the arithmetic of the last cell.
 */
#ifndef SESSION_TRAIL_H
#define SESSION_TRAIL_H

#include "run/cell.h"

enum { TRAIL_MOST = 256, TRAIL_VIEW_LENGTH = 64 };

typedef struct Trail {
    Cell cells[TRAIL_MOST]; /* [count], the newest last */
    int count;
    Cell left;                    /* where one came back from; id 0: one has not */
    char view[TRAIL_VIEW_LENGTH]; /* the view in which the trail began */
    Cell before;                  /* the shared focus at that time */
} Trail;

/* The cell that one is at; NULL where the trail is empty. */
const Cell *trail_end(const Trail *trail);

#endif
