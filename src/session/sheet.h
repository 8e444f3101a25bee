/* One matrix of a value, over all positions that have been fed.
 *
 *     [pos, d_model]          as it is
 *     [pos, head, d_head]     one head: [pos, d_head]
 *     [head, query, key]      one head: [query, key]
 */
#ifndef SESSION_SHEET_H
#define SESSION_SHEET_H

#include "figure/tile.h"
#include "run/machine.h"

typedef struct Sheet {
    ValueId value;
    int head; /* -1: the value has none */
    int rows, columns;
    AxisName row_axis, column_axis;
    float *values;         /* [rows, columns]; 0 where nothing is computed; owned */
    unsigned char *states; /* [rows, columns] CellState; owned */
} Sheet;

/* Fills `sheet`; NO_MEMORY where the value is too large. sheet_free it, after an error too. */
Status sheet_read(const Machine *machine, ValueId value, int head, Sheet *sheet, Error *error);
void sheet_free(Sheet *sheet);

/* Which axis of a value counts heads, rows and columns. */
typedef struct SheetAxes {
    int head, row, column; /* head -1: none */
} SheetAxes;

SheetAxes sheet_axes(const Shape *shape);

/* How many heads a value has; 0: it has no such axis. */
int sheet_heads(const Machine *machine, ValueId value);

/* The value that holds -inf where the mask hides cells of this one; 0 where no mask decides about it. */
ValueId sheet_mask(const Program *program, ValueId value);

#endif
