/* A model with random weights and no files: where training starts, and what speed is measured on. */
#ifndef MODEL_RANDOM_MODEL_H
#define MODEL_RANDOM_MODEL_H

#include "model/model.h"

/* GPT-2's initialisation: matrices and embeddings normal with deviation 0.02, gains 1, biases 0. The same seed gives
 * the same weights. No tokenizer. model_free it. */
Status model_new_random(const ModelConfig *config, const char *name, uint64_t seed, Model **out, Error *error);

#endif
