/* Multiply: cell by cell. In a gated MLP (Shazeer, "GLU Variants Improve Transformer",
 * arXiv:2002.05202) one branch decides how much of the other passes. */
#include "op/elementwise.h"
#include "op/gradient.h"

static Status multiply_shape(const Call *call, Shape *out, Error *error)
{
    return elementwise_shape(&op_multiply, call, out, error);
}

static void multiply_cells(const Job *job, int64_t from, int64_t to)
{
    const Real *a = job->call->in[0].data, *b = job->call->in[1].data;
    Real *y = job->out->data;
    for (int64_t i = from; i < to; i++)
        y[i] = a[i] * b[i];
}

static void multiply_forward(const Call *call, Tensor *out)
{
    elementwise_run(&(Job){.call = call, .out = out}, multiply_cells, 1);
}

/* y = a b, so dL/da = dL/dy b and dL/db = dL/dy a: each factor scales what the other learns. */
static void multiply_backward_cells(const Job *job, int64_t from, int64_t to)
{
    const Real *dy = job->dout->data;
    for (int which = 0; which < 2; which++) {
        Real *dx = job->gradients->in[which].data;
        const Real *other = job->call->in[1 - which].data;
        bool replace = job->gradients->replace[which];
        for (int64_t i = from; dx && i < to; i++)
            dx[i] = gradient_before(replace, dx + i) + dy[i] * other[i];
    }
}

static void multiply_backward(const Call *call, const Tensor *out, const Tensor *dout, const Gradients *gradients)
{
    Job job = {.call = call, .out = out, .dout = dout, .gradients = gradients};
    elementwise_run(&job, multiply_backward_cells, 4);
}

static void multiply_explain(const Call *call, const Tensor *out, const int64_t cell[RANK_MAX], Explanation *e)
{
    (void)out;
    double a = explanation_input(e, 0, &call->in[0], cell);
    double b = explanation_input(e, 1, &call->in[1], cell);
    explanation_write(e, "%s×%s", NUMBER(a), NUMBER(b));
    e->result = a * b;
}

static Cost multiply_cost(const Call *call, const Shape *out)
{
    return elementwise_cost(call, out, 1);
}

const Op op_multiply = {
    .name = "multiply",
    .formula = "y = a * b",
    .input = {"a", "b"},
    .in_place = true,
    .shape = multiply_shape,
    .forward = multiply_forward,
    .backward = multiply_backward,
    .explain = multiply_explain,
    .cost = multiply_cost,
};
