/* The matrix kernels: the one place where the time goes.
 *
 * A Matrix is a view on somebody's numbers with a stride for each direction, so that a transposed
 * or sliced matrix costs no copy. Which instruction set runs is chosen once per call by what the
 * processor has (AVX-512, AVX2 with FMA, baseline). For a given number of threads the result is the
 * same bytes every time: work is split by output, never by who comes first.
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
Matrix matrix_over(Real *data, int64_t rows, int64_t columns);

/* The same numbers with rows and columns exchanged. */
Matrix matrix_transposed(Matrix matrix);

/* The part that begins at (row, column) and has at most this size: less where the matrix ends. */
Matrix matrix_part(Matrix matrix, int64_t row, int64_t rows, int64_t column, int64_t columns);

typedef enum MatrixUpdate {
    MATRIX_REPLACE,    /* C  = scale * A B */
    MATRIX_ACCUMULATE, /* C += scale * A B */
} MatrixUpdate;

/* C[rows, columns] = scale * A[rows, inner] B[inner, columns], with C's column_stride 1. C overlaps
 * neither A nor B. Few rows of A (decoding) take a path that streams B once; many take a packed,
 * cache-blocked one (Goto and van de Geijn, "Anatomy of High-Performance Matrix Multiplication",
 * 2008). At most `threads` threads are used, fewer where the work is too small to be worth it. */
void matrix_multiply(Matrix c, Matrix a, Matrix b, Real scale, MatrixUpdate update, int threads);

#endif
