/* The optimiser: a model's parameters, their gradients and what AdamW remembers of them. */
#ifndef TRAIN_OPTIMIZER_H
#define TRAIN_OPTIMIZER_H

#include "model/model.h"
#include "train/adamw.h"

typedef struct Optimizer {
    AdamW adamw;
    AdamWState *states; /* [count]: by index in model->parameters */
    Real **gradients;   /* [count]: each laid out as the checkpoint stores the parameter; what tape_backward adds to */
    int count;
    int threads;
    Real *memory; /* behind all of them */
} Optimizer;

/* For a model whose numbers may be written. Weight decay goes to matrices alone, unless `decay_all`: not to norms,
 * biases and embeddings, whose size means something. NO_MEMORY. optimizer_free it. */
Status optimizer_init(Optimizer *optimizer, const Model *model, const AdamW *adamw, bool decay_all, int threads,
                      Error *error);
void optimizer_free(Optimizer *optimizer);

/* The global norm of all gradients, each taken times `scale`. */
double optimizer_norm(const Optimizer *optimizer, double scale);

/* Step `step`, counted from 1, with each gradient taken times `scale`. All gradients are 0 afterwards. */
void optimizer_step(Optimizer *optimizer, int64_t step, double rate, double scale);

#endif
