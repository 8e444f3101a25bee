/* Instruction sets: one source of kernels, compiled once for each.
 *
 * isa_avx512.c, isa_avx2.c and isa_baseline.c say how wide a vector is and how many of them the registers
 * hold, and then include the same kernels (lanes.inc, tile.inc, stream.inc, elementwise.inc). What comes out
 * is a table of functions. Matrix and vector code asks isa_best() for the widest table that this processor
 * can run; tests and benchmarks go through all of them.
 */
#ifndef TENSOR_ISA_H
#define TENSOR_ISA_H

#include <stdbool.h>

#include "tensor/matrix.h"

/* Where the numbers of a panel (see matrix_packed.c) come from: `width` values side by side at each of
 * `depth` steps along the inner axis. */
typedef struct PanelSource {
    const Real *data;
    int64_t width, width_stride;
    int64_t depth, depth_stride;
} PanelSource;

typedef struct Isa {
    const char *name;
    bool (*available)(void);

    /* Packed multiplication: a tile of C is `tile_rows` x `tile_columns`. Packed panels are [depth, tile_rows]
     * and [depth, tile_columns], filled up with zeros. `tile` multiplies one panel of A with one of B; c has
     * the size of the tile, or less at the edges of the matrix. */
    int tile_rows, tile_columns;
    void (*pack_rows)(Real *panel, const PanelSource *from);
    void (*pack_columns)(Real *panel, const PanelSource *from);
    void (*tile)(const Product *into, const Real *a_panel, const Real *b_panel, int64_t depth);

    /* Streamed multiplication: reads B once, as it lies, `stream_rows` rows of A at a time. A's column_stride
     * is 1. For `dots` B's row_stride is 1 (each output is a dot product of contiguous numbers); for `sums`
     * B's column_stride is 1 (the output is a weighted sum of B's rows). */
    int stream_rows;
    void (*dots)(const Product *product);
    void (*sums)(const Product *product);

    /* As vector.h declares them. */
    Real (*dot)(const Real *a, const Real *b, int64_t count);
    Real (*sum)(const Real *x, int64_t count);
    Real (*sum_of_squares)(const Real *x, Real minus, int64_t count);
    Real (*max)(const Real *x, int64_t count);
    void (*add)(Real *out, const Real *a, const Real *b, int64_t count);
    void (*accumulate)(Real *out, const Real *x, Real scale, int64_t count);
    void (*scale)(Real *out, const Real *x, Real scale, int64_t count);
    Real (*exp)(Real *out, const Real *x, Real minus, int64_t count);
    void (*tanh)(Real *out, const Real *x, int64_t count);
    void (*sigmoid)(Real *out, const Real *x, int64_t count);
} Isa;

/* The tables, widest first, ended by NULL; those for other processors are missing. A table may be used only
 * where its available() is true. */
extern const Isa *const isa_list[];

/* The first available one. Found once: it depends on nothing but the processor. */
const Isa *isa_best(void);

/* matrix_multiply with a given instruction set. */
void matrix_multiply_with(const Isa *isa, const Product *product, int threads);

/* The packed path of it, on one thread. */
void matrix_multiply_packed(const Isa *isa, const Product *product);

#endif
