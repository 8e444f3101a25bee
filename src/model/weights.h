/* From a checkpoint's tensors to a program's weights: names, shapes and layouts. */
#ifndef MODEL_WEIGHTS_H
#define MODEL_WEIGHTS_H

#include "model/model.h"

/* Fills model->parameters, numbers, owned and weights from model->checkpoint. A tensor that is missing, misshaped, of
 * a format that holds no weights, or there without need is an error that names it. */
Status weights_bind(Model *model, Error *error);

/* The two halves of that for a model without a checkpoint: room for each parameter's numbers, which the caller then
 * makes; and the weights as views on them. */
void weights_init(Model *model);
void weights_view(Model *model);

void weights_free(Model *model);

/* The first weight that is NaN or infinite, as an error that names file and tensor. Reads every number. */
Status weights_check_finite(const Model *model, Error *error);

#endif
