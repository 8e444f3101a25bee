/* A slice: two axes of a value or weight as rows and columns, with a third axis held at one index.
 *
 *     [d_model]               one row
 *     [pos, d_model]          as it is
 *     [pos, head, d_head]     of one head: [pos, d_head]; of one position: [head, d_head]; of one component: [pos,
 * head] [head, query, key]      of one head: [query, key]; of one query: [head, key]; of one key: [head, query]
 *
 * Of a value's positions it has all that have been fed, or those of one pass. An axis too long for a screen
 * (a vocabulary) is read in part, around a cell that must be in it; or the whole is read in blocks, a number
 * for each.
 */
#ifndef SESSION_SLICE_H
#define SESSION_SLICE_H

#include "figure/tile.h"
#include "run/cell.h"

enum {
    SLICE_LONG = 4096, /* an axis of more is read in part... */
    SLICE_PART = 1024, /* ...of so many */
    SLICE_ALL_PASSES = -1,
};

typedef struct SliceRequest {
    Cell cell;       /* which value or weight; its index must be in the slice: held, and within the part that is read */
    int held;        /* the axis that is held, where there are three; -1: the usual one, which counts heads */
    int pass;        /* of a value: the pass whose positions are wanted, or SLICE_ALL_PASSES */
    int block[2];    /* rows and columns that become one number, the one farthest from zero; 0 or 1: each its own */
    bool everything; /* no axis is read in part */
} SliceRequest;

typedef struct SliceSide {
    int axis; /* of the value or weight; -1: it has none, there is one row */
    AxisName name;
    int64_t from, size; /* the whole side: indices [from, from + size) */
    int64_t first;      /* the first index that was read */
    int block, count;   /* indices that make one number, and how many of these numbers */
} SliceSide;

typedef struct Slice {
    Cell cell;
    int held;           /* -1: none */
    int axes[RANK_MAX]; /* that could be held: [axis_count] */
    int axis_count;
    SliceSide rows, columns;
    float *values;         /* [rows.count, columns.count]; 0 where nothing is computed; owned */
    unsigned char *states; /* the same, CellState; owned */
} Slice;

/* Sizes and axes alone; nothing is read. The cell's index is brought into bounds. `out->rows.count` is 0 without text.
 */
void slice_plan(const Machine *machine, const SliceRequest *request, Slice *out);

/* Fills `out`; NO_MEMORY where it is too large. slice_free it, after an error too. */
Status slice_read(const Machine *machine, const SliceRequest *request, Slice *out, Error *error);
void slice_free(Slice *slice);

/* Labels of a side: tokens of positions and of the vocabulary; NULL of others, which are best known by their index.
 * `with_ids`: a vocabulary's ids in front of its tokens. The strings live in the arena. */
const char *const *slice_labels(const Machine *machine, const SliceSide *side, bool with_ids, Arena *arena);

#endif
