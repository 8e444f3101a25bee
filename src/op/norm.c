#include "op/norm.h"

#include <string.h>

#include "base/memory.h"
#include "tensor/vector.h"

Status norm_shape(const Op *op, const Call *call, Shape *out, Error *error)
{
    TRY(op_check_operands(op, call, error));
    const Shape *x = &call->in[0].shape;
    Shape row = shape_1(x->axis[x->rank - 1], x->size[x->rank - 1]);
    for (int i = 0; i < OP_WEIGHTS && op->weight[i]; i++)
        if (!shape_equal(&row, &call->weight[i].shape))
            return op_misfit(op, op->weight[i], &call->weight[i].shape, "x", x, "it must have x's last axis", error);
    *out = *x;
    return STATUS_OK;
}

void norm_run(const Job *job, JobPart *part)
{
    job_run(job, part, op_rows(job->out, 1), 8 * (double)shape_count(&job->out->shape));
}

/* Some numbers at a time, so that the vector kernels can add them up. */
NormMeans norm_means(const Real *x, const Real *dy, const Real *w, NormRow norm, int64_t count)
{
    enum { CHUNK = 256 };
    Real g[CHUNK], n[CHUNK];
    NormMeans means = {0};
    for (int64_t at = 0; at < count; at += CHUNK) {
        int64_t some = count - at < CHUNK ? count - at : CHUNK;
        for (int64_t i = 0; i < some; i++) {
            g[i] = dy[at + i] * w[at + i];
            n[i] = (x[at + i] - norm.mean) * norm.scale;
        }
        means.g += vector_sum(g, some) / (Real)count;
        means.gn += vector_dot(g, n, some) / (Real)count;
    }
    return means;
}

/* Row after row on one thread: all rows add to the same few numbers, always in this order. */
void norm_backward_weights(const Job *job, NormStatistics *statistics)
{
    const Tensor *x = &job->call->in[0];
    Real *dw = job->gradients->weight[0].data, *db = job->gradients->weight[1].data;
    int64_t width = x->shape.size[x->shape.rank - 1], rows = op_rows(x, 1);
    for (int64_t r = 0; r < rows; r++) {
        const Real *row = x->data + r * width, *dy = job->dout->data + r * width;
        if (dw) {
            NormRow norm = statistics(row, width, job->call->params->norm.eps);
            for (int64_t i = 0; i < width; i++)
                dw[i] += dy[i] * (row[i] - norm.mean) * norm.scale;
        }
        if (db)
            vector_accumulate(db, dy, 1, width);
    }
}

double *norm_explain_row(const Call *call, const int64_t cell[RANK_MAX], Explanation *explanation)
{
    const Tensor *x = &call->in[0];
    int last = x->shape.rank - 1;
    double *row = memory_new((size_t)x->shape.size[last], sizeof *row);
    int64_t at[RANK_MAX];
    memcpy(at, cell, sizeof at);
    for (int64_t i = 0; i < x->shape.size[last]; i++) {
        at[last] = i;
        row[i] = explanation_input(explanation, 0, x, at);
    }
    return row;
}

void norm_frozen(const Call *call, NormRow norm, bool centred, const Tensor *in, Tensor *out)
{
    const Real *w = call->weight[0].data;
    int64_t width = call->weight[0].shape.size[0], rows = op_rows(in, 1);
    for (int64_t r = 0; r < rows; r++) {
        const Real *x = in->data + r * width;
        Real *y = out->data + r * width, mean = centred ? vector_sum(x, width) / (Real)width : 0;
        for (int64_t i = 0; i < width; i++)
            y[i] = (x[i] - mean) * norm.scale * w[i];
    }
}

Cost norm_cost(const Call *call, const Shape *out, double operations_a_cell, double operations_a_row)
{
    double cells = (double)shape_count(out), width = (double)out->size[out->rank - 1];
    int weights = call->weight[1].shape.rank ? 2 : 1;
    return (Cost){
        .flops = operations_a_cell * cells + operations_a_row * cells / width,
        .bytes_read = (cells + weights * width) * sizeof(Real),
        .bytes_written = cells * sizeof(Real),
    };
}
