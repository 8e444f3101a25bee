#include "op/projection.h"

#include <string.h>

#include "base/translate.h"
#include "op/gradient.h"

/* How many of x's axes are summed over: all but the position (and the batch). */
static int projection_in_axes(const Shape *x)
{
    return x->rank - (x->axis[0] == AXIS_BATCH ? 2 : 1);
}

/* The one stride that walks axes [from, to) as if they were one axis; 0 where there is none. */
static int64_t projection_stride(const Tensor *tensor, int from, int to)
{
    int64_t stride = 1, span = 1;
    for (int i = to - 1; i >= from; i--) {
        if (tensor->shape.size[i] == 1)
            continue;
        if (span == 1)
            stride = tensor->stride[i];
        else if (tensor->stride[i] != stride * span)
            return 0;
        span *= tensor->shape.size[i];
    }
    return stride;
}

/* W[out..., in...] as a matrix [out, in], through whatever strides it has. */
static Matrix projection_weight(const Tensor *w, int in_axes)
{
    int split = w->shape.rank - in_axes;
    return (Matrix){
        .data = w->data,
        .rows = shape_span(&w->shape, 0, split),
        .columns = shape_span(&w->shape, split, w->shape.rank),
        .row_stride = projection_stride(w, 0, split),
        .column_stride = projection_stride(w, split, w->shape.rank),
    };
}

/* A dense tensor as a matrix whose columns are its last `features` axes. */
static Matrix projection_rows(const Tensor *tensor, int features)
{
    int64_t rows = op_rows(tensor, features);
    return matrix_over(tensor->data, rows,
                       shape_span(&tensor->shape, tensor->shape.rank - features, tensor->shape.rank));
}

static bool projection_axes_equal(const Shape *a, int a_from, const Shape *b, int b_from, int count)
{
    for (int i = 0; i < count; i++)
        if (a->axis[a_from + i] != b->axis[b_from + i] || a->size[a_from + i] != b->size[b_from + i])
            return false;
    return true;
}

Status projection_shape(const Op *op, const Call *call, Shape *out, Error *error)
{
    TRY(op_check_operands(op, call, error));
    const Shape *x = &call->in[0].shape, *w = &call->weight[0].shape, *b = &call->weight[1].shape;
    int in_axes = projection_in_axes(x), out_axes = w->rank - in_axes;
    if (in_axes < 1 || out_axes < 1 || !projection_axes_equal(w, out_axes, x, x->rank - in_axes, in_axes))
        return op_misfit(op, op->weight[0], w, "x", x, "its last axes must be all of x but pos", error);
    if (out_axes + 1 >= RANK_MAX)
        return op_misfit(op, op->weight[0], w, "x", x, "the output would have too many axes", error);
    if (!projection_stride(&call->weight[0], 0, out_axes) || !projection_stride(&call->weight[0], out_axes, w->rank))
        return op_misfit(op, op->weight[0], w, "x", x, "its cells do not lie in even steps", error);
    if (b->rank && (b->rank != out_axes || !projection_axes_equal(b, 0, w, 0, out_axes)))
        return op_misfit(op, op->weight[1], b, op->weight[0], w, "it must have the output axes", error);
    *out = shape_1(x->axis[0], x->size[0]);
    for (int i = 0; i < out_axes; i++, out->rank++) {
        out->axis[out->rank] = w->axis[i];
        out->size[out->rank] = w->size[i];
    }
    return STATUS_OK;
}

void projection_forward(const Call *call, Tensor *out)
{
    const Tensor *b = &call->weight[1];
    int in_axes = projection_in_axes(&call->in[0].shape);
    Matrix x = projection_rows(&call->in[0], in_axes), w = projection_weight(&call->weight[0], in_axes);
    Matrix y = matrix_over(out->data, x.rows, w.rows);
    for (int64_t r = 0; b->data && r < y.rows; r++)
        memcpy(y.data + r * y.columns, b->data, (size_t)y.columns * sizeof(Real));
    matrix_multiply(y, x, matrix_transposed(w), 1, b->data ? MATRIX_ACCUMULATE : MATRIX_REPLACE, call->threads);
}

/* dW += dy^T x, written along whichever direction dW is contiguous in. */
static void projection_backward_weight(Matrix dw, Matrix dy, Matrix x, int threads)
{
    if (dw.column_stride == 1)
        matrix_multiply(dw, matrix_transposed(dy), x, 1, MATRIX_ACCUMULATE, threads);
    else
        matrix_multiply(matrix_transposed(dw), matrix_transposed(x), dy, 1, MATRIX_ACCUMULATE, threads);
}

/* y[r,o] = sum_i x[r,i] W[o,i] + b[o], so each product's two factors trade places:
 *     dx[r,i] = sum_o dy[r,o] W[o,i];   dW[o,i] = sum_r dy[r,o] x[r,i];   db[o] = sum_r dy[r,o]. */
void projection_backward(const Call *call, const Tensor *out, const Tensor *dout, const Gradients *gradients)
{
    (void)out;
    int in_axes = projection_in_axes(&call->in[0].shape);
    Matrix x = projection_rows(&call->in[0], in_axes), w = projection_weight(&call->weight[0], in_axes);
    Matrix dy = matrix_over(dout->data, x.rows, w.rows);
    if (gradients->in[0].data)
        matrix_multiply(projection_rows(&gradients->in[0], in_axes), dy, w, 1, gradient_update(gradients->replace[0]),
                        call->threads);
    if (gradients->weight[0].data)
        projection_backward_weight(projection_weight(&gradients->weight[0], in_axes), dy, x, call->threads);
    for (int64_t r = 0; gradients->weight[1].data && r < dy.rows; r++)
        vector_accumulate(gradients->weight[1].data, dy.data + r * dy.columns, 1, dy.columns);
}

void projection_explain(const Call *call, const Tensor *out, const int64_t cell[RANK_MAX], Explanation *e)
{
    const Tensor *x = &call->in[0], *w = &call->weight[0], *b = &call->weight[1];
    int in_axes = projection_in_axes(&x->shape), out_axes = out->shape.rank - 1;
    int64_t terms = shape_span(&x->shape, 1, x->shape.rank);
    double sum = 0;
    for (int64_t i = 0; i < terms; i++) {
        int64_t x_cell[RANK_MAX], w_cell[RANK_MAX];
        shape_index(&x->shape, cell[0] * terms + i, x_cell);
        memcpy(w_cell, cell + 1, (size_t)out_axes * sizeof *cell);
        memcpy(w_cell + out_axes, x_cell + 1, (size_t)in_axes * sizeof *cell);
        double factor = explanation_input(e, 0, x, x_cell), weight = explanation_weight(e, 0, w, w_cell);
        explanation_term(e, i, terms, factor * weight, "%s×%s", NUMBER(factor), NUMBER(weight));
        sum += factor * weight;
    }
    if (b->data) {
        double bias = explanation_weight(e, 1, b, (int64_t[RANK_MAX]){cell[1], cell[2], cell[3]});
        explanation_step(e, sum, _("sum of %d products"), (int)terms);
        explanation_write(e, " + %s", NUMBER(bias));
        sum += bias;
    }
    e->result = sum;
}

Cost projection_cost(const Call *call, const Shape *out)
{
    double cells = (double)shape_count(out), weights = (double)shape_count(&call->weight[0].shape);
    double biases = call->weight[1].shape.rank ? (double)shape_count(&call->weight[1].shape) : 0;
    const Shape *x = &call->in[0].shape;
    double terms = (double)shape_span(x, x->rank - projection_in_axes(x), x->rank);
    return (Cost){
        .flops = 2 * cells * terms + (biases > 0 ? cells : 0),
        .bytes_read = ((double)shape_count(&call->in[0].shape) + weights + biases) * sizeof(Real),
        .bytes_written = cells * sizeof(Real),
    };
}

void projection_frozen(const Call *call, int64_t row, const Tensor *in, Tensor *out)
{
    (void)row;
    Call without_bias = *call;
    without_bias.in[0] = *in;
    without_bias.weight[1] = (Tensor){0};
    projection_forward(&without_bias, out);
}
