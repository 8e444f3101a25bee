/* A cell: one number of one value or weight, by name and index.
 *
 *     blocks.1.attn.scores[2, 5, 3]     head 2, query 5, key 3
 *     blocks.0.attn.W_Q[2, 7, 40]       weights have names and cells too
 *
 * Positions (axes pos, query, key) are counted from the start of the text, whatever pass brought them.
 * A query has the keys that its pass has seen and no more: later ones are out of its range.
 */
#ifndef RUN_CELL_H
#define RUN_CELL_H

#include "base/buffer.h"
#include "run/machine.h"

typedef enum CellKind {
    CELL_VALUE,
    CELL_WEIGHT,
} CellKind;

typedef struct Cell {
    CellKind kind;
    int id; /* ValueId or WeightId */
    int64_t index[RANK_MAX];
} Cell;

/* "blocks.1.attn.scores" */
const char *cell_name(const Machine *machine, CellKind kind, int id);

/* The shape that a cell's index must fit: a weight's own; a value's over all positions fed so far. */
Shape cell_shape(const Machine *machine, CellKind kind, int id);

/* "blocks.1.attn.scores[2, 5, 3]" */
void cell_print(const Machine *machine, const Cell *cell, Buffer *out);

/* The axis of a value whose positions decide which pass has a cell (pos or query); -1 for none. */
int cell_row_axis(const Shape *shape);

/* How many positions there are at the machine's current place: those of its pass and of all before it. */
int64_t cell_positions(const Machine *machine);

/* Does the cell exist, computed or not? OUT_OF_RANGE otherwise; the message names the cell and the axis. */
Status cell_check(const Machine *machine, const Cell *cell, Error *error);

/* The cell's number. NOT_COMPUTED where the program has not come so far; OUT_OF_RANGE where the index
 * lies outside; both messages name the cell. */
Status cell_read(const Machine *machine, const Cell *cell, Real *number, Error *error);

/* `count` numbers along the last axis, from this cell on. All exist and are of one pass. */
Status cell_read_run(const Machine *machine, const Cell *cell, int64_t count, Real *numbers, Error *error);

/* Of a cell that exists and is a value's: its pass, and its index within that pass's tensor. */
int cell_pass(const Machine *machine, const Cell *cell, int64_t local[RANK_MAX]);

#endif
