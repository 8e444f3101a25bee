#include "train/clip.h"

#include <stdlib.h>

#include "base/memory.h"
#include "tensor/vector.h"

double clip_sum_of_squares(const Real *numbers, int64_t count, int threads)
{
    enum { PIECE = 1 << 14 };
    const int64_t pieces = (count + PIECE - 1) / PIECE;
    double *sums = memory_new((size_t)pieces + 1, sizeof *sums), total = 0;
#pragma omp parallel for schedule(static) num_threads(threads) if (pieces > 1)
    for (int64_t i = 0; i < pieces; i++)
        sums[i] = vector_sum_of_squares(numbers + i * PIECE, 0, i + 1 < pieces ? PIECE : count - i * PIECE);
    for (int64_t i = 0; i < pieces; i++)
        total += sums[i];
    free(sums);
    return total;
}
