/* The lines of a program as a debugger shows source: a head for each block, which folds, and the instructions. */
#ifndef VIEW_LISTING_H
#define VIEW_LISTING_H

#include "view/view.h"

typedef enum ListingKind { LISTING_INSTRUCTION, LISTING_HEAD, LISTING_END } ListingKind;

typedef struct ListingRow {
    ListingKind kind;
    int from, to; /* the instructions that it stands for: [from, to) */
    int block;    /* that it belongs to, or NO_BLOCK */
} ListingRow;

typedef struct Listing {
    ListingRow *rows; /* [count]: what is not folded away, and the end of the pass; owned */
    int count;
} Listing;

Listing listing_of(const Program *program, const ViewState *state); /* listing_free it */
void listing_free(Listing *listing);

/* The row that shows an instruction: its own, or the head of its folded block. The program's length: the end. */
int listing_row(const Listing *listing, int instruction);

enum { LISTING_BLOCKS_MOST = 256 }; /* that can be folded */
bool listing_is_folded(const ViewState *state, int block);
void listing_fold(ViewState *state, int block, bool fold);

/* What instructions [from, to) cost in the present pass. Nothing without a text. */
Cost listing_cost(const Session *session, int from, int to);

/* listing_draw.c: the title with the totals of the pass, the line of column names, and one row. `width`: cells that
 * there are. */
void listing_title(const Session *session, int width, Figure *figure);
void listing_names(int width, Figure *figure);
void listing_draw(const Session *session, const ViewState *state, const ListingRow *row, int width, Figure *figure);

#endif
