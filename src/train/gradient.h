/* Backpropagation: the program walked in reverse, each op adding its own gradients.
 *
 * Rumelhart, Hinton and Williams, "Learning representations by back-propagating errors", 1986. The loss
 * is the mean cross-entropy of every position's prediction of the next token; the last position
 * predicts nothing that is known.
 */
#ifndef TRAIN_GRADIENT_H
#define TRAIN_GRADIENT_H

#include "model/parameters.h"
#include "run/machine.h"

typedef struct Gradient {
    double loss; /* in nats per predicted token */
    Parameters parameters;
    Real **numbers; /* [parameters.count]: dL/dparameter, laid out as the checkpoint stores it */
} Gradient;

/* The gradient of a finished first pass of a keeping machine, of at least two tokens. gradient_free
 * afterwards, after an error too. */
Status gradient_compute(const Machine *machine, Gradient *gradient, Error *error);
void gradient_free(Gradient *gradient);

/* Writes dL/dlogits [pos, vocab] over `dlogits` and returns the loss. Position i's target is tokens[i + 1]. */
double cross_entropy(const Tensor *logits, const int32_t *tokens, Tensor *dlogits);

#endif
