#include "train/cross_entropy.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "tensor/vector.h"

/* One row's loss, and its share of the gradient. */
static double cross_entropy_row(const Real *logits, Real *dlogits, int64_t vocab, int32_t target, Real share)
{
    if (target < 0) {
        memset(dlogits, 0, (size_t)vocab * sizeof(Real));
        return 0;
    }
    Real max = vector_max(logits, vocab);
    Real sum = vector_exp(dlogits, logits, max, vocab);
    vector_scale(dlogits, dlogits, share / sum, vocab);
    dlogits[target] -= share;
    return (double)max + log((double)sum) - (double)logits[target];
}

int64_t cross_entropy_counted(const int32_t *targets, int64_t rows)
{
    int64_t counted = 0;
    for (int64_t i = 0; i < rows; i++)
        counted += targets[i] >= 0;
    return counted;
}

double cross_entropy(const Tensor *logits, const int32_t *targets, int64_t counted, Tensor *dlogits, int threads)
{
    enum { ROWS = 64 }; /* that are added up together: so the sum does not depend on the threads */
    int64_t vocab = logits->shape.size[logits->shape.rank - 1], rows = shape_count(&logits->shape) / vocab;
    int64_t pieces = (rows + ROWS - 1) / ROWS;
    Real share = counted ? 1 / (Real)counted : 0;
    double *losses = memory_new((size_t)pieces + 1, sizeof *losses), loss = 0;
#pragma omp parallel for schedule(static) num_threads(threads) if (threads > 1)
    for (int64_t piece = 0; piece < pieces; piece++)
        for (int64_t i = piece * ROWS; i < rows && i < (piece + 1) * ROWS; i++)
            losses[piece] +=
                cross_entropy_row(logits->data + i * vocab, dlogits->data + i * vocab, vocab, targets[i], share);
    for (int64_t piece = 0; piece < pieces; piece++)
        loss += losses[piece];
    free(losses);
    return counted ? loss / (double)counted : 0;
}
