/* A model with random weights and no files: where training starts, and what speed is measured on. */
#ifndef MODEL_RANDOM_MODEL_H
#define MODEL_RANDOM_MODEL_H

#include <stdbool.h>

#include "model/model.h"

/* Where weights start: gains at 1, biases at 0, matrices and embeddings normal around 0.
 *
 * Learned positions may start as sines and cosines (Vaswani et al., arXiv:1706.03762), whose neighbours are alike:
 * heads that look one token back then form much sooner. They are learned like all weights from there on. */
typedef struct InitialWeights {
    double deviation;     /* of the normal distribution */
    bool scaled_residual; /* what writes to the residual stream starts smaller by 1 / sqrt(2 layers), as in GPT-2 */
    double sinusoids;     /* amplitude of sines and cosines in place of random positions; 0 for those */
} InitialWeights;

extern const InitialWeights initial_weights; /* GPT-2's deviation of 0.02, and neither of the others */

/* The same seed gives the same weights. No tokenizer. model_free it. */
Status model_new_random(const ModelConfig *config, const char *name, uint64_t seed, Model **out, Error *error);
Status model_new_initial(const ModelConfig *config, const char *name, uint64_t seed, const InitialWeights *initial,
                         Model **out, Error *error);

#endif
