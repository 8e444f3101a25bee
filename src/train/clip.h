/* Clipping: one batch with huge gradients must not throw a model off (Pascanu, Mikolov and Bengio, arXiv:1211.5063). */
#ifndef TRAIN_CLIP_H
#define TRAIN_CLIP_H

#include <stdint.h>

#include "tensor/tensor.h"

/* The sum of the squares of `count` numbers, in double: the same for any number of threads. */
double clip_sum_of_squares(const Real *numbers, int64_t count, int threads);

/* What to multiply gradients of this norm by, so that none exceeds `limit`; a limit of 0 means none. */
static inline double clip_scale(double norm, double limit)
{
    return limit > 0 && norm > limit ? limit / norm : 1;
}

#endif
