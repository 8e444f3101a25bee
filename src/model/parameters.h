/* A model's parameters as a checkpoint stores them: each tensor once, however many weights view it.
 *
 * A program's weights are views: GPT-2's q, k and v share one tensor, and a tied head shares the
 * embedding. Gradients and optimiser state are kept per parameter, in the checkpoint's own layout.
 */
#ifndef MODEL_PARAMETERS_H
#define MODEL_PARAMETERS_H

#include "program/program.h"

typedef struct Parameter {
    const char *tensor; /* the checkpoint's name, without prefix; the program's */
    int rank;           /* 1: a vector, 2: a matrix */
    int64_t size[2];
    int64_t count; /* of numbers */
} Parameter;

typedef struct Parameters {
    Parameter *list;
    int count;
    int *of_weight; /* by WeightId: index into `list` */
} Parameters;

/* The parameters of a program, which must outlive them, in the order in which it first names them. */
void parameters_init(Parameters *parameters, const Program *program);
void parameters_free(Parameters *parameters);

/* How the tensor behind a weight lies in the checkpoint. */
Parameter parameter_of(const Weight *weight);

/* The weight as a view on its parameter's numbers. */
Tensor parameter_view(const Weight *weight, Real *numbers);

#endif
