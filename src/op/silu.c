/* SiLU: x times its own sigmoid, a smooth ReLU (Elfwing et al., arXiv:1702.03118; "swish" in
 * Ramachandran et al., arXiv:1710.05941). The activation of Llama's gated MLP. */
#include <math.h>

#include "op/elementwise.h"
#include "op/gradient.h"
#include "tensor/vector.h"

enum { CHUNK = 256 }; /* sigmoids at a time; they fit on the stack */

static Status silu_shape(const Call *call, Shape *out, Error *error)
{
    return elementwise_shape(&op_silu, call, out, error);
}

static void silu_cells(const Job *job, int64_t from, int64_t to)
{
    Real sigmoid[CHUNK];
    for (int64_t at = from; at < to; at += CHUNK) {
        int64_t count = to - at < CHUNK ? to - at : CHUNK;
        const Real *x = job->call->in[0].data + at;
        Real *y = job->out->data + at;
        vector_sigmoid(sigmoid, x, count);
        for (int64_t i = 0; i < count; i++)
            y[i] = x[i] * sigmoid[i];
    }
}

static void silu_forward(const Call *call, Tensor *out)
{
    elementwise_run(&(Job){.call = call, .out = out}, silu_cells, 16);
}

/* With s = sigmoid(x) and ds/dx = s (1 - s):  dy/dx = s + x s (1 - s) = s (1 + x (1 - s)). */
static void silu_backward_cells(const Job *job, int64_t from, int64_t to)
{
    bool replace = job->gradients->replace[0];
    Real sigmoid[CHUNK];
    for (int64_t at = from; at < to; at += CHUNK) {
        int64_t count = to - at < CHUNK ? to - at : CHUNK;
        const Real *x = job->call->in[0].data + at, *dy = job->dout->data + at;
        Real *dx = job->gradients->in[0].data + at;
        vector_sigmoid(sigmoid, x, count);
        for (int64_t i = 0; i < count; i++)
            dx[i] = gradient_before(replace, dx + i) + dy[i] * sigmoid[i] * (1 + x[i] * (1 - sigmoid[i]));
    }
}

static void silu_backward(const Call *call, const Tensor *out, const Tensor *dout, const Gradients *gradients)
{
    Job job = {.call = call, .out = out, .dout = dout, .gradients = gradients};
    if (gradients->in[0].data)
        elementwise_run(&job, silu_backward_cells, 20);
}

static void silu_explain(const Call *call, const Tensor *out, const int64_t cell[RANK_MAX], Explanation *e)
{
    (void)out;
    double x = explanation_input(e, 0, &call->in[0], cell), sigmoid = 1 / (1 + exp(-x));
    explanation_step(e, sigmoid, "sigmoid = 1 / (1 + exp(-%s))", NUMBER(x));
    explanation_write(e, "%s / (1 + exp(-%s))", NUMBER(x), NUMBER(x));
    e->result = x * sigmoid;
}

static Cost silu_cost(const Call *call, const Shape *out)
{
    return elementwise_cost(call, out, 5); /* negate, exp, add, divide, multiply */
}

const Op op_silu = {
    .name = "silu",
    .formula = "y = x / (1 + exp(-x))",
    .input = {"x"},
    .in_place = true,
    .shape = silu_shape,
    .forward = silu_forward,
    .backward = silu_backward,
    .explain = silu_explain,
    .cost = silu_cost,
};
