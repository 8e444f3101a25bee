/* A region: a range of cells along each axis of one value or weight. */
#ifndef RUN_REGION_H
#define RUN_REGION_H

#include "run/cell.h"

typedef struct Region {
    CellKind kind;
    int id;
    int64_t from[RANK_MAX], to[RANK_MAX]; /* half open; positions from the start of the text */
    bool single[RANK_MAX];                /* one index, not a range: the axis falls away in what is read */
} Region;

/* The axes that are not single, with the sizes of their ranges. `first`: where these ranges begin. */
Shape region_shape(const Machine *machine, const Region *region, int64_t first[RANK_MAX]);

/* Reads all cells, row-major. `out` has room for shape_count of region_shape. Errors are cell_read's: where
 * queries of several passes are asked for keys that the first of them has not seen, OUT_OF_RANGE. */
Status region_read(const Machine *machine, const Region *region, Real *out, Error *error);

#endif
