/* The loss: how surprised a model is by the tokens that really come. */
#ifndef TRAIN_CROSS_ENTROPY_H
#define TRAIN_CROSS_ENTROPY_H

#include "tensor/tensor.h"

/* L = mean over rows with a target of -log softmax(logits[row])[target[row]], in nats. A target below zero
 * means that the row predicts nothing. Writes dL/dlogits = (softmax - onehot) / n to `dlogits`, of the
 * same shape [.., vocab]. At most `threads` threads. */
double cross_entropy(const Tensor *logits, const int32_t *targets, Tensor *dlogits, int threads);

#endif
