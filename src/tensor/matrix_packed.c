/* Packed multiplication, for many rows.
 *
 * A processor multiplies far faster than memory delivers, so each number that has been fetched must be used many
 * times before it goes. Three nested levels see to that (Goto and van de Geijn, "Anatomy of High-Performance Matrix
 * Multiplication", ACM TOMS 34(3), 2008):
 *
 * - registers: a tile of C, for example 12 x 32 sums, stays in registers while the inner axis passes by. One step
 *   loads 12 numbers of A and 32 of B and does 384 multiplications. (tile.inc)
 * - first-level cache: a panel of B, as wide as a tile and DEPTH deep, stays there while all tiles of a block of A
 *   go past it.
 * - second-level cache: a block of A, BLOCK_ROWS x DEPTH, stays there while all panels of B go past it, and these
 *   make up a strip of B, DEPTH x STRIP_COLUMNS, which is at home in the second or third level.
 *
 * Blocks and strips are packed: copied into panels, in the very order in which the tile will read them. That makes
 * every read sequential whatever the strides were, and costs little as each copy is used so often.
 */
#include "tensor/isa.h"

enum {
    DEPTH = 1024 / sizeof(Real),
    BLOCK_ROWS = 144,   /* a multiple of every isa's tile_rows */
    STRIP_COLUMNS = 960 /* a multiple of every isa's tile_columns */
};

/* Where packed numbers lie. One per thread, so that no call has to allocate; nothing in it outlives a call. */
typedef struct Scratch {
    Real a[BLOCK_ROWS * DEPTH] __attribute__((aligned(64)));
    Real b[DEPTH * STRIP_COLUMNS] __attribute__((aligned(64)));
} Scratch;

static _Thread_local Scratch scratch;

static int64_t smaller(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* Cuts `total` into the fewest even pieces of at most `limit`, each a multiple of `unit` but the last. */
static int64_t even_piece(int64_t total, int64_t limit, int64_t unit)
{
    int64_t pieces = (total + limit - 1) / limit, piece = (total + pieces - 1) / pieces;
    return (piece + unit - 1) / unit * unit;
}

static void pack_block(const Isa *isa, const Matrix *a)
{
    for (int64_t row = 0; row < a->rows; row += isa->tile_rows)
        isa->pack_rows(scratch.a + row * a->columns, &(PanelSource){.data = a->data + row * a->row_stride,
                                                                    .width = smaller(a->rows - row, isa->tile_rows),
                                                                    .width_stride = a->row_stride,
                                                                    .depth = a->columns,
                                                                    .depth_stride = a->column_stride});
}

static void pack_strip(const Isa *isa, const Matrix *b)
{
    for (int64_t column = 0; column < b->columns; column += isa->tile_columns)
        isa->pack_columns(scratch.b + column * b->rows,
                          &(PanelSource){.data = b->data + column * b->column_stride,
                                         .width = smaller(b->columns - column, isa->tile_columns),
                                         .width_stride = b->column_stride,
                                         .depth = b->rows,
                                         .depth_stride = b->row_stride});
}

/* The packed block of A times the packed strip of B. */
static void multiply_block(const Isa *isa, const Product *p, int64_t depth)
{
    for (int64_t column = 0; column < p->c->columns; column += isa->tile_columns)
        for (int64_t row = 0; row < p->c->rows; row += isa->tile_rows) {
            const Matrix c = matrix_part(*p->c, row, isa->tile_rows, column, isa->tile_columns);
            const Product into = {.c = &c, .scale = p->scale, .update = p->update};
            isa->tile(&into, scratch.a + row * depth, scratch.b + column * depth, depth);
        }
}

/* One strip of B against all of A. */
static void multiply_strip(const Isa *isa, const Product *p)
{
    const int64_t rows = even_piece(p->c->rows, BLOCK_ROWS, isa->tile_rows);
    pack_strip(isa, p->b);
    for (int64_t row = 0; row < p->c->rows; row += rows) {
        const Matrix a = matrix_part(*p->a, row, rows, 0, p->a->columns);
        const Matrix c = matrix_part(*p->c, row, rows, 0, p->c->columns);
        pack_block(isa, &a);
        multiply_block(isa, &(Product){.c = &c, .scale = p->scale, .update = p->update}, p->a->columns);
    }
}

void matrix_multiply_packed(const Isa *isa, const Product *p)
{
    const int64_t columns = even_piece(p->c->columns, STRIP_COLUMNS, isa->tile_columns);
    const int64_t depth = even_piece(p->a->columns, DEPTH, 1);
    for (int64_t column = 0; column < p->c->columns; column += columns)
        for (int64_t k = 0; k < p->a->columns; k += depth) {
            const Matrix a = matrix_part(*p->a, 0, p->a->rows, k, depth);
            const Matrix b = matrix_part(*p->b, k, depth, column, columns);
            const Matrix c = matrix_part(*p->c, 0, p->c->rows, column, columns);
            const MatrixUpdate update = k ? MATRIX_ACCUMULATE : p->update;
            multiply_strip(isa, &(Product){.c = &c, .a = &a, .b = &b, .scale = p->scale, .update = update});
        }
}
