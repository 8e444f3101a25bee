/* AdamW: gradient descent with a step size for each number (Kingma and Ba, arXiv:1412.6980) and with weight decay that
 * does not go through it (Loshchilov and Hutter, arXiv:1711.05101).
 *
 *     m = beta1 m + (1 - beta1) g           v = beta2 v + (1 - beta2) g^2
 *     p = p - rate decay p - rate (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + eps)
 */
#ifndef TRAIN_ADAMW_H
#define TRAIN_ADAMW_H

#include <stdint.h>

#include "tensor/tensor.h"

typedef struct AdamW {
    double beta1, beta2, eps;
    double weight_decay;
} AdamW;

/* One parameter and what is remembered of its gradients, `count` numbers each. */
typedef struct AdamWState {
    Real *numbers;
    Real *gradient; /* is 0 afterwards, ready for the next step to add to */
    Real *m, *v;    /* all 0 before the first step */
    int64_t count;
    double decay; /* weight_decay, or 0 for numbers that are not to be drawn to 0 */
} AdamWState;

typedef struct AdamWStep {
    int64_t step; /* counted from 1 */
    double rate;  /* learning rate */
    double gradient_scale;
} AdamWStep;

/* One step for the numbers [from, to) of a parameter; they have nothing to do with the others. */
void adamw_step(const AdamW *adamw, const AdamWState *state, int64_t from, int64_t to, const AdamWStep *step);

#endif
