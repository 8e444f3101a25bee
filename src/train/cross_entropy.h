/* The loss: how surprised a model is by the tokens that really come. */
#ifndef TRAIN_CROSS_ENTROPY_H
#define TRAIN_CROSS_ENTROPY_H

#include "tensor/tensor.h"

/* L = sum over rows with a target of -log softmax(logits[row])[target[row]] / counted, in nats: the mean, where
 * `counted` is how many rows have one. A target below zero means that the row predicts nothing. Writes dL/dlogits =
 * (softmax - onehot) / counted to `dlogits`, of the same shape [.., vocab]. At most `threads` threads. */
double cross_entropy(const Tensor *logits, const int32_t *targets, int64_t counted, Tensor *dlogits, int threads);

/* How many of `rows` targets are not below zero. */
int64_t cross_entropy_counted(const int32_t *targets, int64_t rows);

#endif
