#include "cli/train_profile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "cli/clock.h"
#include "tensor/matrix.h"

/* Ops that are matrix products. Backward each does two of the size that it does once forward. */
static bool is_product(int row)
{
    return row != PROFILE_LOSS &&
           (ops[row] == &op_linear || ops[row] == &op_unembed || ops[row] == &op_scores || ops[row] == &op_mix);
}

/* Operations a second of one thread that does nothing but multiply, on matrices of training's usual size. */
static double kernel_speed(void)
{
    enum { ROWS = 512, INNER = 128, COLUMNS = 512 };
    Real *numbers = memory_new((size_t)ROWS * INNER + INNER * COLUMNS + ROWS * COLUMNS, sizeof *numbers);
    Matrix a = matrix_over(numbers, ROWS, INNER), b = matrix_over(a.data + ROWS * INNER, INNER, COLUMNS);
    Matrix c = matrix_over(b.data + INNER * COLUMNS, ROWS, COLUMNS);
    double start = clock_seconds(), seconds = 0;
    int products = 0;
    while (seconds < 0.2) {
        matrix_multiply(c, a, b, 1, MATRIX_REPLACE, 1);
        products++;
        seconds = clock_seconds() - start;
    }
    free(numbers);
    return products * 2.0 * ROWS * INNER * COLUMNS / seconds;
}

static void print_row(const char *name, const OpTime *time, double seconds)
{
    fprintf(stderr, "%-14s %9.3f %9.3f %8.1f %%\n", name, time->forward, time->backward,
            100 * (time->forward + time->backward) / seconds);
}

void train_profile_print(const Profile *profile, double seconds, int threads)
{
    double all = seconds * threads, products = 0, inside = 0, operations = 0;
    fprintf(stderr, "%-14s %9s %9s %10s\n", "seconds", "forward", "backward", "share");
    for (int row = 0; row < PROFILE_ROWS; row++) {
        const OpTime *time = &profile->rows[row];
        if (time->forward <= 0)
            continue;
        print_row(profile_name(row), time, all);
        inside += time->forward + time->backward;
        products += is_product(row) ? time->forward + time->backward : 0;
        operations += is_product(row) ? time->flops * (time->backward > 0 ? 3 : 1) : 0;
    }
    print_row("all else", &(OpTime){.forward = all - inside}, all);
    double speed = kernel_speed();
    fprintf(stderr,
            "%.1f s on %d threads; matrix products took %.3f s at %.1f GFLOP/s; the kernel alone does %.1f GFLOP/s "
            "and would take %.3f s, %.0f %% of all\n",
            seconds, threads, products, operations / products * 1e-9, speed * 1e-9, operations / speed,
            100 * operations / speed / all);
}
