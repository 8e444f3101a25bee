/* Embedding: looks up a row of a table, one per position.
 *
 * The row is chosen by the token's id (what is said) or by its position (where it is said: learned
 * position embeddings, Radford et al., "Language Models are Unsupervised Multitask Learners", 2019).
 */
#include <string.h>

#include "base/translate.h"
#include "op/op.h"
#include "tensor/vector.h"

static Status embedding_shape(const Call *call, Shape *out, Error *error)
{
    TRY(op_check_operands(&op_embedding, call, error));
    const Shape *table = &call->weight[0].shape;
    if (table->rank != 2)
        return error_set(error, STATUS_BAD_DATA, "embedding: W has %d axes instead of 2; give it [vocab, d_model]",
                         table->rank);
    *out = shape_2(AXIS_POS, SIZE_NEW, table->axis[1], table->size[1]);
    return STATUS_OK;
}

/* Which row of the table position `pos` of sequence `batch` takes. */
static int64_t embedding_row(const Call *call, int64_t batch, int64_t pos, int64_t positions)
{
    if (call->params->embedding.index == EMBEDDING_POSITIONS)
        return call->first_position + pos;
    return call->tokens[batch * positions + pos];
}

static void embedding_forward(const Call *call, Tensor *out)
{
    const Tensor *table = &call->weight[0];
    int64_t width = table->shape.size[1], rows = op_rows(out, 1);
    int64_t positions = shape_size(&out->shape, AXIS_POS, 1);
    for (int64_t r = 0; r < rows; r++) {
        int64_t row = embedding_row(call, r / positions, r % positions, positions);
        memcpy(out->data + r * width, table->data + row * table->stride[0], (size_t)width * sizeof(Real));
    }
}

/* Each row of the output is a copy, so its gradient goes back to the row it was copied from; a token
 * that occurs twice collects from both places. */
static void embedding_backward(const Call *call, const Tensor *out, const Tensor *dout, const Gradients *gradients)
{
    const Tensor *dtable = &gradients->weight[0];
    if (!dtable->data)
        return;
    int64_t width = dtable->shape.size[1], rows = op_rows(out, 1);
    int64_t positions = shape_size(&out->shape, AXIS_POS, 1);
    for (int64_t r = 0; r < rows; r++) {
        int64_t row = embedding_row(call, r / positions, r % positions, positions);
        vector_accumulate(dtable->data + row * dtable->stride[0], dout->data + r * width, 1, width);
    }
}

static void embedding_explain(const Call *call, const Tensor *out, const int64_t cell[RANK_MAX], Explanation *e)
{
    int64_t row = embedding_row(call, 0, cell[0], out->shape.size[0]);
    bool positions = call->params->embedding.index == EMBEDDING_POSITIONS;
    explanation_step(e, (double)row, "%s", positions ? _("row of W = position") : _("row of W = token id"));
    e->result = explanation_weight(e, 0, &call->weight[0], (int64_t[RANK_MAX]){row, cell[1]});
    explanation_write(e, "%s", NUMBER(e->result));
}

static Cost embedding_cost(const Call *call, const Shape *out)
{
    (void)call;
    double bytes = (double)shape_count(out) * sizeof(Real);
    return (Cost){.flops = 0, .bytes_read = bytes, .bytes_written = bytes}; /* only the rows looked up */
}

const Op op_embedding = {
    .name = "embedding",
    .formula = "y[pos,i] = W[token[pos],i]",
    .weight = {"W"},
    .shape = embedding_shape,
    .forward = embedding_forward,
    .backward = embedding_backward,
    .explain = embedding_explain,
    .cost = embedding_cost,
};
