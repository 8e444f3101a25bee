/* Unembed: how well the final residual stream matches each token of the vocabulary.
 *
 * Row t of W_U is the direction of token t; its dot product with x is the token's logit. Many models
 * tie W_U to the embedding table (Press and Wolf, arXiv:1608.05859). The mathematics is linear's.
 */
#include "op/projection.h"

static Status unembed_shape(const Call *call, Shape *out, Error *error)
{
    return projection_shape(&op_unembed, call, out, error);
}

const Op op_unembed = {
    .name = "unembed",
    .formula = "logits[pos,t] = sum_i x[pos,i] * W_U[t,i] + b_U[t]",
    .formula_bare = "logits[pos,t] = sum_i x[pos,i] * W_U[t,i]",
    .input = {"x"},
    .weight = {"W_U", "b_U"},
    .optional = {false, true},
    .shape = unembed_shape,
    .forward = projection_forward,
    .backward = projection_backward,
    .explain = projection_explain,
    .cost = projection_cost,
    .frozen = projection_frozen,
};
