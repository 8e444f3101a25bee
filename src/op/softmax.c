/* Softmax: turns any numbers into shares of 1. Each row's numbers are raised to powers of e, so that
 * all become positive and a difference becomes a ratio, and then divided by their sum.
 *
 * The row's maximum is subtracted first. That changes nothing, since
 *     exp(x - m) / sum exp(x - m) = exp(x) exp(-m) / (exp(-m) sum exp(x)),
 * but exp(89) overflows a float, and exp(x - max) is never above 1. A score of minus infinity, where
 * the mask hides, gives exactly 0.
 */
#include <math.h>
#include <string.h>

#include "base/translate.h"
#include "op/gradient.h"
#include "op/job.h"
#include "tensor/vector.h"

static Status softmax_shape(const Call *call, Shape *out, Error *error)
{
    TRY(op_check_operands(&op_softmax, call, error));
    *out = call->in[0].shape;
    return STATUS_OK;
}

static void softmax_rows(const Job *job, int64_t from, int64_t to)
{
    int64_t width = job->out->shape.size[job->out->shape.rank - 1];
    for (int64_t r = from; r < to; r++) {
        const Real *x = job->call->in[0].data + r * width;
        Real *y = job->out->data + r * width;
        Real sum = vector_exp(y, x, vector_max(x, width), width);
        vector_scale(y, y, 1 / sum, width);
    }
}

static void softmax_forward(const Call *call, Tensor *out)
{
    job_run(&(Job){.call = call, .out = out}, softmax_rows, op_rows(out, 1), 12 * (double)shape_count(&out->shape));
}

/* y_i = exp(x_i) / S. By the quotient rule dy_i/dx_j = y_i [i = j] - y_i y_j, hence
 *     dL/dx_j = sum_i dy_i y_i ([i = j] - y_j) = y_j (dy_j - sum_i dy_i y_i):
 * a number rises where it pays better than the row's average. */
static void softmax_backward_rows(const Job *job, int64_t from, int64_t to)
{
    int64_t width = job->out->shape.size[job->out->shape.rank - 1];
    bool replace = job->gradients->replace[0];
    for (int64_t r = from; r < to; r++) {
        const Real *y = job->out->data + r * width, *dy = job->dout->data + r * width;
        Real *dx = job->gradients->in[0].data + r * width, average = vector_dot(dy, y, width);
        for (int64_t i = 0; i < width; i++)
            dx[i] = gradient_before(replace, dx + i) + y[i] * (dy[i] - average);
    }
}

static void softmax_backward(const Call *call, const Tensor *out, const Tensor *dout, const Gradients *gradients)
{
    Job job = {.call = call, .out = out, .dout = dout, .gradients = gradients};
    if (gradients->in[0].data)
        job_run(&job, softmax_backward_rows, op_rows(out, 1), 5 * (double)shape_count(&out->shape));
}

/* Records the row as operands; returns its maximum. */
static double softmax_explain_row(const Call *call, const int64_t cell[RANK_MAX], Explanation *e)
{
    const Tensor *x = &call->in[0];
    int last = x->shape.rank - 1;
    double max = -INFINITY;
    int64_t at[RANK_MAX];
    memcpy(at, cell, sizeof at);
    for (int64_t i = 0; i < x->shape.size[last]; i++) {
        at[last] = i;
        max = fmax(max, explanation_input(e, 0, x, at));
    }
    return max;
}

static void softmax_explain(const Call *call, const Tensor *out, const int64_t cell[RANK_MAX], Explanation *e)
{
    int last = out->shape.rank - 1;
    int64_t count = out->shape.size[last];
    double max = softmax_explain_row(call, cell, e), sum = 0, x = e->operands[cell[last]].number;
    explanation_step(e, max, _("max of the row"));
    explanation_step(e, exp(x - max), "exp(%s - %s)", NUMBER(x), NUMBER(max));
    e->term_operands = 1;
    e->term_formula = "exp(x - max)";
    explanation_write(e, x == -INFINITY ? "0 / (" : "exp(%s - %s) / (", NUMBER(x), NUMBER(max));
    for (int64_t i = 0; i < count; i++) {
        double other = e->operands[i].number;
        explanation_term(e, i, count, exp(other - max), other == -INFINITY ? "0" : "exp(%s - %s)", NUMBER(other),
                         NUMBER(max));
        sum += exp(other - max);
    }
    explanation_write(e, ")");
    explanation_step(e, sum, _("sum of all %d exp(x - max)"), (int)count);
    e->result = exp(x - max) / sum;
}

static Cost softmax_cost(const Call *call, const Shape *out)
{
    (void)call;
    double cells = (double)shape_count(out), bytes = cells * sizeof(Real);
    return (Cost){.flops = 5 * cells, /* maximum, subtract, exp, add, divide */
                  .bytes_read = bytes,
                  .bytes_written = bytes};
}

const Op op_softmax = {
    .name = "softmax",
    .formula = "y[i] = exp(x[i] - max) / sum_j exp(x[j] - max), over the last axis",
    .input = {"x"},
    .in_place = true,
    .shape = softmax_shape,
    .forward = softmax_forward,
    .backward = softmax_backward,
    .explain = softmax_explain,
    .cost = softmax_cost,
};
