#include "train/cross_entropy.h"

#include <math.h>
#include <string.h>

#include "tensor/vector.h"

/* One row's loss, and its gradient times the number of rows that count. */
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

double cross_entropy(const Tensor *logits, const int32_t *targets, Tensor *dlogits, int threads)
{
    int64_t vocab = logits->shape.size[logits->shape.rank - 1], rows = shape_count(&logits->shape) / vocab;
    int64_t counted = 0;
    for (int64_t i = 0; i < rows; i++)
        counted += targets[i] >= 0;
    Real share = counted ? 1 / (Real)counted : 0;
    double loss = 0;
    /* Each thread sums a fixed share of the rows, so that the sum is the same every time. */
#pragma omp parallel for schedule(static) reduction(+ : loss) num_threads(threads)
    for (int64_t i = 0; i < rows; i++)
        loss += cross_entropy_row(logits->data + i * vocab, dlogits->data + i * vocab, vocab, targets[i], share);
    return counted ? loss / (double)counted : 0;
}
