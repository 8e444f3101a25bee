/* The matrix kernels: the one place where the time goes.
 *
 * A Matrix is a view on somebody's numbers with a stride for each direction, so that a transposed
 * or sliced matrix costs no copy. Which instruction set runs depends on what the processor has
 * (AVX-512, AVX2 with FMA, baseline; see isa.h). On one processor the result is the same bytes every
 * time, for any number of threads: work is split by output, and each output is summed in one order.
 */
#ifndef TENSOR_MATRIX_H
#define TENSOR_MATRIX_H

#include "tensor/tensor.h"

typedef struct Matrix {
    Real *data;
    int64_t rows, columns;
    int64_t row_stride, column_stride; /* in elements; one of them is usually 1 */
} Matrix;

/* A dense row-major matrix. */
static inline Matrix matrix_over(Real *data, int64_t rows, int64_t columns)
{
    return (Matrix){.data = data, .rows = rows, .columns = columns, .row_stride = columns, .column_stride = 1};
}

/* The same numbers with rows and columns exchanged. */
static inline Matrix matrix_transposed(Matrix matrix)
{
    return (Matrix){.data = matrix.data,
                    .rows = matrix.columns,
                    .columns = matrix.rows,
                    .row_stride = matrix.column_stride,
                    .column_stride = matrix.row_stride};
}

/* The part that begins at (row, column) and has at most this size: less where the matrix ends. */
static inline Matrix matrix_part(Matrix matrix, int64_t row, int64_t rows, int64_t column, int64_t columns)
{
    return (Matrix){.data = matrix.data + row * matrix.row_stride + column * matrix.column_stride,
                    .rows = rows < matrix.rows - row ? rows : matrix.rows - row,
                    .columns = columns < matrix.columns - column ? columns : matrix.columns - column,
                    .row_stride = matrix.row_stride,
                    .column_stride = matrix.column_stride};
}

typedef enum MatrixUpdate {
    MATRIX_REPLACE,    /* C  = scale * A B */
    MATRIX_ACCUMULATE, /* C += scale * A B */
} MatrixUpdate;

/* C[rows, columns] = scale * A[rows, inner] B[inner, columns], or C += that. */
typedef struct Product {
    const Matrix *c, *a, *b;
    Real scale;
    MatrixUpdate update;
} Product;

/* Computes a product. C's column_stride is 1 and C overlaps neither A nor B; an inner axis of size 0
 * sums to 0. Few rows of A (decoding) take a path that streams B once; many take a packed, cache-blocked
 * one (Goto and van de Geijn, "Anatomy of High-Performance Matrix Multiplication", 2008), fastest paths
 * needing a stride of 1 somewhere in A and in B. At most `threads` threads are used, fewer where the
 * work is too small to be worth it. It never fails: packing uses a scratch of about 1 MB per thread. */
void matrix_product(const Product *product, int threads);

/* The same. Inline, as copies of three small structs would cost as much as a small product does. */
static inline void matrix_multiply(Matrix c, Matrix a, Matrix b, Real scale, MatrixUpdate update, int threads)
{
    matrix_product(&(Product){.c = &c, .a = &a, .b = &b, .scale = scale, .update = update}, threads);
}

#endif
