#include "run/region.h"

#include <string.h>

Shape region_shape(const Machine *machine, const Region *region, int64_t first[RANK_MAX])
{
    Shape all = cell_shape(machine, region->kind, region->id), shape = {0};
    for (int i = 0; i < all.rank; i++) {
        if (region->single[i])
            continue;
        shape.axis[shape.rank] = all.axis[i];
        shape.size[shape.rank] = region->to[i] - region->from[i];
        first[shape.rank++] = region->from[i];
    }
    return shape;
}

/* The first row has seen the fewest keys: if it has the last key that is asked for, so have all. */
static Status region_check(const Machine *machine, const Region *region, const Shape *all, Error *error)
{
    Cell first = {.kind = region->kind, .id = region->id};
    for (int i = 0; i < all->rank; i++)
        first.index[i] = region->to[i] - 1;
    Cell last = first;
    int row = cell_row_axis(all);
    if (row >= 0)
        first.index[row] = region->from[row];
    TRY(cell_check(machine, &first, error));
    return cell_check(machine, &last, error);
}

Status region_read(const Machine *machine, const Region *region, Real *out, Error *error)
{
    Shape all = cell_shape(machine, region->kind, region->id), runs = all;
    TRY(region_check(machine, region, &all, error));
    for (int i = 0; i < all.rank; i++)
        runs.size[i] = region->to[i] - region->from[i];
    int64_t length = runs.size[all.rank - 1];
    runs.size[all.rank - 1] = 1;
    for (int64_t n = 0, count = shape_count(&runs); n < count; n++) {
        Cell cell = {.kind = region->kind, .id = region->id};
        shape_index(&runs, n, cell.index);
        for (int i = 0; i < all.rank; i++)
            cell.index[i] += region->from[i];
        TRY(cell_read_run(machine, &cell, length, out + n * length, error));
    }
    return STATUS_OK;
}
