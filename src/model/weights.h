/* From a checkpoint's tensors to a program's weights: names, shapes and layouts. */
#ifndef MODEL_WEIGHTS_H
#define MODEL_WEIGHTS_H

#include "model/model.h"

/* Fills model->weights from model->checkpoint for model->program. A tensor that is missing, misshaped,
 * of a format that holds no weights, or there without need is an error that names it. */
Status weights_bind(Model *model, Error *error);

#endif
