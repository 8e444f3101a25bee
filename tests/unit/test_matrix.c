#include "tensor/isa.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "base/random.h"

#include <math.h>

/* Room around a matrix, so that writes outside of it show. */
enum { MARGIN = 40 };
static const Real UNTOUCHED = (Real)1234.5;

typedef struct Case {
    int64_t rows, columns, inner;
    int64_t a_pad, b_pad, c_pad; /* numbers between the end of a run and the next one */
    bool a_transposed, b_transposed;
    MatrixUpdate update;
    Real scale;
    int threads;
} Case;

/* A matrix in memory of its own, possibly stored transposed, with gaps. */
static Matrix matrix_new(int64_t rows, int64_t columns, int64_t pad, bool transposed)
{
    int64_t runs = transposed ? columns : rows, length = (transposed ? rows : columns) + pad;
    size_t count = (size_t)(runs * length + 2 * MARGIN);
    Real *data = memory_try(count, sizeof *data);
    assert_non_null(data);
    for (size_t i = 0; i < count; i++)
        data[i] = UNTOUCHED;
    Matrix matrix = {.data = data + MARGIN, .rows = rows, .columns = columns};
    matrix.row_stride = transposed ? 1 : length;
    matrix.column_stride = transposed ? length : 1;
    return matrix;
}

static void matrix_free(Matrix matrix)
{
    free(matrix.data - MARGIN);
}

static Real *cell(Matrix matrix, int64_t row, int64_t column)
{
    return &matrix.data[row * matrix.row_stride + column * matrix.column_stride];
}

static void fill(Matrix matrix, Random *random)
{
    for (int64_t i = 0; i < matrix.rows; i++)
        for (int64_t j = 0; j < matrix.columns; j++)
            *cell(matrix, i, j) = (Real)(2 * random_uniform(random) - 1);
}

/* Checks one cell against a sum in double; the bound grows as rounding errors do. */
static void check_cell(const Case *test, Matrix c, Matrix before, Matrix a, Matrix b, int64_t i, int64_t j)
{
    double sum = 0, magnitude = 0;
    for (int64_t k = 0; k < test->inner; k++) {
        double term = (double)*cell(a, i, k) * (double)*cell(b, k, j);
        sum += term;
        magnitude += fabs(term);
    }
    double old = test->update == MATRIX_ACCUMULATE ? (double)*cell(before, i, j) : 0;
    double expected = old + (double)test->scale * sum;
    double epsilon = sizeof(Real) == sizeof(float) ? 0x1p-23 : 0x1p-52;
    double bound = epsilon * (4 + sqrt((double)test->inner)) * (fabs(old) + fabs((double)test->scale) * magnitude);
    if (fabs((double)*cell(c, i, j) - expected) > bound)
        fail_msg("C[%d,%d] is %.9g, not %.9g, for %d x %d x %d", (int)i, (int)j, (double)*cell(c, i, j), expected,
                 (int)test->rows, (int)test->columns, (int)test->inner);
}

static void check_gaps(Matrix c, int64_t pad)
{
    for (int64_t i = 0; i < c.rows; i++)
        for (int64_t j = 0; j < pad; j++)
            assert_true(c.data[i * c.row_stride + c.columns + j] == UNTOUCHED);
    for (int i = 1; i <= MARGIN; i++)
        assert_true(c.data[-i] == UNTOUCHED);
}

static void check(const Isa *isa, const Case *test)
{
    Random random;
    random_seed(&random, (uint64_t)(test->rows * 1000003 + test->columns * 1009 + test->inner));
    Matrix a = matrix_new(test->rows, test->inner, test->a_pad, test->a_transposed);
    Matrix b = matrix_new(test->inner, test->columns, test->b_pad, test->b_transposed);
    Matrix c = matrix_new(test->rows, test->columns, test->c_pad, false);
    Matrix before = matrix_new(test->rows, test->columns, test->c_pad, false);
    fill(a, &random);
    fill(b, &random);
    fill(c, &random);
    size_t bytes = (size_t)(c.rows * c.row_stride) * sizeof(Real);
    memcpy(before.data, c.data, bytes);
    Product product = {.c = &c, .a = &a, .b = &b, .scale = test->scale, .update = test->update};
    matrix_multiply_with(isa, &product, test->threads);
    for (int64_t i = 0; i < test->rows; i++)
        for (int64_t j = 0; j < test->columns; j++)
            check_cell(test, c, before, a, b, i, j);
    check_gaps(c, test->c_pad);
    matrix_free(a);
    matrix_free(b);
    matrix_free(c);
    matrix_free(before);
}

/* All ways of storing, updating and scaling one shape. */
static void check_ways(const Isa *isa, int64_t rows, int64_t columns, int64_t inner, int threads)
{
    for (int way = 0; way < 8; way++) {
        Case test = {.rows = rows, .columns = columns, .inner = inner, .threads = threads};
        test.a_transposed = way & 1;
        test.b_transposed = way & 2;
        test.update = way & 4 ? MATRIX_ACCUMULATE : MATRIX_REPLACE;
        test.scale = way & 4 ? (Real)-0.75 : 1;
        test.a_pad = way % 3 * 5;
        test.b_pad = way % 5;
        test.c_pad = way % 4;
        check(isa, &test);
    }
}

static void each_isa(void (*run)(const Isa *isa))
{
    for (const Isa *const *isa = isa_list; *isa; isa++)
        if ((*isa)->available())
            run(*isa);
        else
            print_message("skipped %s: this processor does not have it\n", (*isa)->name);
}

static void small_shapes(const Isa *isa)
{
    static const int64_t sizes[] = {0, 1, 3, 4, 8, 13, 16, 17, 33, 64, 70};
    enum { SIZES = sizeof sizes / sizeof *sizes };
    for (int i = 0; i < SIZES; i++)
        for (int j = 0; j < SIZES; j++)
            for (int k = 0; k < SIZES; k++)
                if (sizes[i] && sizes[j])
                    check_ways(isa, sizes[i], sizes[j], sizes[k], 1);
}

static void test_small_products_equal_the_triple_loop(void **state)
{
    (void)state;
    each_isa(small_shapes);
}

static void few_rows(const Isa *isa)
{
    for (int64_t rows = 1; rows <= 15; rows++) {
        check_ways(isa, rows, 172, 64, 1);
        check_ways(isa, rows, 64, 172, 1);
        check_ways(isa, rows, 23, 300, 1);
    }
    check_ways(isa, 1, 7001, 19, 1); /* more columns than one strip */
    check_ways(isa, 2, 7001, 19, 2);
}

static void test_few_rows_equal_the_triple_loop(void **state)
{
    (void)state;
    each_isa(few_rows);
}

static void big_shapes(const Isa *isa)
{
    check_ways(isa, 150, 200, 300, 1); /* more than one block of rows, more than one depth */
    check_ways(isa, 37, 1000, 70, 1);  /* more than one strip of columns */
    check_ways(isa, 300, 130, 140, 2);
    check_ways(isa, 130, 300, 140, 3);
    check_ways(isa, 5, 800, 500, 4);
}

static void test_blocks_strips_and_threads_fit_together(void **state)
{
    (void)state;
    each_isa(big_shapes);
}

static void test_matrix_part_ends_with_the_matrix(void **state)
{
    (void)state;
    Real data[12] = {0};
    Matrix part = matrix_part(matrix_transposed(matrix_over(data, 3, 4)), 1, 9, 2, 9);
    assert_int_equal(part.rows, 3);
    assert_int_equal(part.columns, 1);
    assert_ptr_equal(part.data, data + 2 * 4 + 1);
}

static void test_an_empty_inner_axis_gives_zeros(void **state)
{
    (void)state;
    Real c[40];
    for (int i = 0; i < 40; i++)
        c[i] = 7;
    matrix_multiply(matrix_over(c, 40, 1), matrix_over(c, 40, 0), matrix_over(c, 0, 1), 1, MATRIX_ACCUMULATE, 1);
    assert_true(c[39] == 7);
    matrix_multiply(matrix_over(c, 40, 1), matrix_over(c, 40, 0), matrix_over(c, 0, 1), 1, MATRIX_REPLACE, 1);
    assert_true(c[39] == 0);
}

/* Rows that a streamed path would skip over, and lanes that it blanks out, must not hide or invent a NaN. */
static void test_nan_and_infinity_stay_in_their_row(void **state)
{
    (void)state;
    enum { ROWS = 40, INNER = 21, COLUMNS = 9 };
    Real a[ROWS * INNER], b[COLUMNS * INNER], c[ROWS * COLUMNS];
    for (int rows = 1; rows <= ROWS; rows += 13) {
        for (int i = 0; i < rows * INNER; i++)
            a[i] = 1;
        for (int i = 0; i < COLUMNS * INNER; i++)
            b[i] = 1;
        b[3 * INNER + 6] = (Real)INFINITY;
        b[5 * INNER + 20] = (Real)NAN;
        matrix_multiply(matrix_over(c, rows, COLUMNS), matrix_over(a, rows, INNER),
                        matrix_transposed(matrix_over(b, COLUMNS, INNER)), 1, MATRIX_REPLACE, 1);
        for (int j = 0; j < COLUMNS; j++)
            assert_true(j == 3 ? isinf(c[j]) : j == 5 ? isnan(c[j]) : c[j] == INNER);
    }
}

static void test_the_same_product_has_the_same_bytes_for_any_number_of_threads(void **state)
{
    (void)state;
    Random random;
    random_seed(&random, 5);
    for (int64_t rows = 1; rows <= 121; rows += 40) {
        Matrix a = matrix_new(rows, 333, 0, false), b = matrix_new(333, 900, 0, rows % 3 == 0);
        Matrix first = matrix_new(rows, 900, 0, false), again = matrix_new(rows, 900, 0, false);
        fill(a, &random);
        fill(b, &random);
        matrix_multiply(first, a, b, 1, MATRIX_REPLACE, 1);
        matrix_multiply(first, a, b, (Real)0.3, MATRIX_ACCUMULATE, 1);
        for (int threads = 1; threads <= 4; threads++) {
            matrix_multiply(again, a, b, 1, MATRIX_REPLACE, threads);
            matrix_multiply(again, a, b, (Real)0.3, MATRIX_ACCUMULATE, threads);
            assert_memory_equal(first.data, again.data, (size_t)(rows * 900) * sizeof(Real));
        }
        matrix_free(a);
        matrix_free(b);
        matrix_free(first);
        matrix_free(again);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_small_products_equal_the_triple_loop),
        cmocka_unit_test(test_few_rows_equal_the_triple_loop),
        cmocka_unit_test(test_blocks_strips_and_threads_fit_together),
        cmocka_unit_test(test_matrix_part_ends_with_the_matrix),
        cmocka_unit_test(test_an_empty_inner_axis_gives_zeros),
        cmocka_unit_test(test_nan_and_infinity_stay_in_their_row),
        cmocka_unit_test(test_the_same_product_has_the_same_bytes_for_any_number_of_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
