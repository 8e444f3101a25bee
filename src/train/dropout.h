/* Dropout (Srivastava et al., "Dropout: A Simple Way to Prevent Neural Networks from Overfitting", 2014): in training a
 * share of the numbers is made 0, others each time, and the rest grows so that the sum stays about the same.
 *
 * As in GPT-2 it takes what enters the residual stream: the embeddings, and what attention and MLP add in each block.
 * Attention patterns are left alone. No mask is stored: it is a hash of seed, value and place, so that the backward run
 * finds the same one, and any number of threads.
 */
#ifndef TRAIN_DROPOUT_H
#define TRAIN_DROPOUT_H

#include <stdbool.h>

#include "program/program.h"
#include "tensor/tensor.h"

typedef struct Dropout {
    double rate;   /* 0 to below 1: which share; 0: none */
    uint64_t seed; /* another one for every batch */
    int64_t first; /* the number of the first position among those of the batch */
} Dropout;

/* Is this one of the values that it takes? */
bool dropout_takes(const Program *program, ValueId id);

/* Drops from value `id`, or from its gradients: tensor [batch, pos, width], packed. */
void dropout_apply(const Dropout *dropout, ValueId id, Tensor *tensor);

#endif
