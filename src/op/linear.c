/* Linear: every output number is its own weighted sum of the input row, plus a bias.
 *
 * W may have two output axes (W_Q[head, d_head, d_model] makes the queries of all heads at once) or
 * two input axes (W_O[d_model, head, d_head] sums over all heads at once).
 */
#include "op/projection.h"

static Status linear_shape(const Call *call, Shape *out, Error *error)
{
    return projection_shape(&op_linear, call, out, error);
}

const Op op_linear = {
    .name = "linear",
    .formula = "y[pos,o] = sum_i x[pos,i] * W[o,i] + b[o]",
    .formula_bare = "y[pos,o] = sum_i x[pos,i] * W[o,i]",
    .input = {"x"},
    .weight = {"W", "b"},
    .optional = {false, true},
    .shape = linear_shape,
    .forward = projection_forward,
    .backward = projection_backward,
    .explain = projection_explain,
    .cost = projection_cost,
    .frozen = projection_frozen,
};
