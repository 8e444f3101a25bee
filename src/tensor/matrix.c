#include "tensor/matrix.h"

Matrix matrix_over(Real *data, int64_t rows, int64_t columns)
{
    return (Matrix){.data = data, .rows = rows, .columns = columns, .row_stride = columns, .column_stride = 1};
}

Matrix matrix_transposed(Matrix matrix)
{
    return (Matrix){.data = matrix.data,
                    .rows = matrix.columns,
                    .columns = matrix.rows,
                    .row_stride = matrix.column_stride,
                    .column_stride = matrix.row_stride};
}

void matrix_multiply(Matrix c, Matrix a, Matrix b, Real scale, MatrixUpdate update, int threads)
{
    (void)threads;
    for (int64_t i = 0; i < c.rows; i++)
        for (int64_t j = 0; j < c.columns; j++) {
            Real sum = 0, *out = c.data + i * c.row_stride + j;
            for (int64_t k = 0; k < a.columns; k++)
                sum += a.data[i * a.row_stride + k * a.column_stride] * b.data[k * b.row_stride + j * b.column_stride];
            *out = update == MATRIX_ACCUMULATE ? *out + scale * sum : scale * sum;
        }
}
