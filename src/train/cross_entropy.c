/* L = mean_i -log softmax(logits[i])[target_i], and dL/dlogits[i] = (softmax(logits[i]) - onehot(target_i)) / n. */
#include <math.h>
#include <string.h>

#include "tensor/vector.h"
#include "train/gradient.h"

double cross_entropy(const Tensor *logits, const int32_t *tokens, Tensor *dlogits)
{
    int64_t positions = logits->shape.size[0], vocab = logits->shape.size[1], predicted = positions - 1;
    double loss = 0;
    for (int64_t i = 0; i < predicted; i++) {
        const Real *row = logits->data + i * vocab;
        Real *drow = dlogits->data + i * vocab;
        int32_t target = tokens[i + 1];
        Real max = vector_max(row, vocab);
        Real sum = vector_exp(drow, row, max, vocab);
        loss -= row[target] - max - log(sum);
        vector_scale(drow, drow, 1 / (sum * (Real)predicted), vocab);
        drow[target] -= 1 / (Real)predicted;
    }
    memset(dlogits->data + predicted * vocab, 0, (size_t)vocab * sizeof(Real));
    return loss / (double)predicted;
}
