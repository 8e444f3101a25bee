/* What linear and unembed share: every output number is a weighted sum of one row of the input.
 *
 *     y[pos, out...] = sum over in... of x[pos, in...] * W[out..., in...]  (+ b[out...])
 *
 * "out..." and "in..." are one axis or two (head and d_head): the product sees each group as one.
 */
#ifndef OP_PROJECTION_H
#define OP_PROJECTION_H

#include "op/op.h"

Status projection_shape(const Op *op, const Call *call, Shape *out, Error *error);
void projection_forward(const Call *call, Tensor *out);
void projection_backward(const Call *call, const Tensor *out, const Tensor *dout, const Gradients *gradients);
void projection_explain(const Call *call, const Tensor *out, const int64_t cell[RANK_MAX], Explanation *explanation);
Cost projection_cost(const Call *call, const Shape *out);
void projection_frozen(const Call *call, int64_t row, const Tensor *in, Tensor *out);

#endif
