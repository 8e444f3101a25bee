/* The matrix kernel on one thread, against what the processor could multiply at most. */
#include <stdlib.h>

#include "base/memory.h"
#include "cli/bench.h"
#include "cli/peak.h"
#include "tensor/matrix.h"

typedef struct Multiplication {
    Matrix a, b, c;
} Multiplication;

static Status multiply(void *context, Error *error)
{
    (void)error;
    Multiplication *m = context;
    matrix_multiply(m->c, m->a, m->b, 1, MATRIX_REPLACE, 1);
    return STATUS_OK;
}

static Status multiply_at_peak(void *context, Error *error)
{
    (void)error;
    double *operations = context;
    *operations = peak_multiply_add();
    return STATUS_OK;
}

static Real *numbers(int64_t count)
{
    Real *all = memory_new((size_t)count, sizeof *all);
    for (int64_t i = 0; i < count; i++)
        all[i] = (Real)(i % 17) / 16;
    return all;
}

static Status measure(Bench *bench, const char *key, int64_t rows, int64_t columns, int64_t inner, Error *error)
{
    Real *a = numbers(rows * inner), *b = numbers(inner * columns), *c = numbers(rows * columns);
    Multiplication m = {matrix_over(a, rows, inner), matrix_over(b, inner, columns), matrix_over(c, rows, columns)};
    double operations = 2 * (double)rows * (double)columns * (double)inner, peak_operations = 1;
    Trial trials[] = {{.run = multiply, .context = &m}, {.run = multiply_at_peak, .context = &peak_operations}};
    Status status = trials_run(trials, 2, bench_budget(bench), error);
    free(a);
    free(b);
    free(c);
    TRY(status);
    Measure *measure = bench_record(bench, key, operations / trial_seconds(&trials[0]) * 1e-9, "GFLOP/s",
                                    "matrix product %d×%d×%d, one thread", (int)rows, (int)columns, (int)inner);
    bench_ratio(measure, trial_ratio(&trials[1], &trials[0]) * operations / peak_operations,
                "of the multiply-adds that registers alone allow");
    return STATUS_OK;
}

Status bench_matrix(Bench *bench, Error *error)
{
    if (bench->quick)
        return measure(bench, "matrix_128", 128, 128, 128, error);
    TRY(measure(bench, "matrix_1024", 1024, 1024, 1024, error));
    return measure(bench, "matrix_2048_512_128", 2048, 512, 128, error);
}
