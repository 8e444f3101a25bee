/* The optimiser: a model's parameters, their gradients and what AdamW remembers of them. */
#ifndef TRAIN_OPTIMIZER_H
#define TRAIN_OPTIMIZER_H

#include "base/crew.h"
#include "model/model.h"
#include "train/adamw.h"

/* A run of numbers of one parameter: what a thread takes at a time. */
typedef struct OptimizerPiece {
    int parameter;
    int64_t from, count;
    double sum_of_squares; /* of its gradient */
} OptimizerPiece;

typedef struct Optimizer {
    AdamW adamw;
    AdamWState *states; /* [count]: by index in model->parameters */
    int count;
    Real ***gradients;      /* [sets][count]: each laid out as the checkpoint stores the parameter; what tapes add to */
    int sets;               /* one for each of the crew */
    OptimizerPiece *pieces; /* of all parameters */
    int64_t piece_count;
    Crew *crew;
    Real *memory; /* behind all of them */
} Optimizer;

/* For a model whose numbers may be written. Weight decay goes to matrices alone, unless `decay_all`: not to norms,
 * biases and embeddings, whose size means something. The crew must outlive it. NO_MEMORY. optimizer_free it. */
Status optimizer_init(Optimizer *optimizer, const Model *model, const AdamW *adamw, bool decay_all, Crew *crew,
                      Error *error);
void optimizer_free(Optimizer *optimizer);

/* Adds all sets to the first one, which leaves the others 0, and returns the global norm of that. */
double optimizer_gather(Optimizer *optimizer);

/* After that: adds the square of each parameter's norm to sums[group[parameter]]. */
void optimizer_add_squares(const Optimizer *optimizer, const int *group, double *sums);

/* Step `step`, counted from 1, with the first set times `scale`, which is 0 afterwards. */
void optimizer_step(Optimizer *optimizer, int64_t step, double rate, double scale);

#endif
