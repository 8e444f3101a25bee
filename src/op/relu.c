/* ReLU: a neuron passes what is positive and is silent otherwise (Nair and Hinton, "Rectified Linear
 * Units Improve Restricted Boltzmann Machines", 2010). */
#include "op/elementwise.h"
#include "op/gradient.h"

static Status relu_shape(const Call *call, Shape *out, Error *error)
{
    return elementwise_shape(&op_relu, call, out, error);
}

static void relu_cells(const Job *job, int64_t from, int64_t to)
{
    const Real *x = job->call->in[0].data;
    Real *y = job->out->data;
    for (int64_t i = from; i < to; i++)
        y[i] = x[i] < 0 ? 0 : x[i]; /* so that NaN stays NaN */
}

static void relu_forward(const Call *call, Tensor *out)
{
    elementwise_run(&(Job){.call = call, .out = out}, relu_cells, 1);
}

/* dy/dx = 1 where x > 0, else 0: a silent neuron learns nothing. */
static void relu_backward_cells(const Job *job, int64_t from, int64_t to)
{
    const Real *x = job->call->in[0].data, *dy = job->dout->data;
    Real *dx = job->gradients->in[0].data;
    bool replace = job->gradients->replace[0];
    for (int64_t i = from; dx && i < to; i++)
        dx[i] = gradient_before(replace, dx + i) + (x[i] > 0 ? dy[i] : 0);
}

static void relu_backward(const Call *call, const Tensor *out, const Tensor *dout, const Gradients *gradients)
{
    elementwise_run(&(Job){.call = call, .out = out, .dout = dout, .gradients = gradients}, relu_backward_cells, 2);
}

static void relu_explain(const Call *call, const Tensor *out, const int64_t cell[RANK_MAX], Explanation *e)
{
    (void)out;
    double x = explanation_input(e, 0, &call->in[0], cell);
    explanation_write(e, "max(0, %s)", NUMBER(x));
    e->result = x < 0 ? 0 : x;
}

static Cost relu_cost(const Call *call, const Shape *out)
{
    return elementwise_cost(call, out, 1);
}

const Op op_relu = {
    .name = "relu",
    .formula = "y = max(0, x)",
    .input = {"x"},
    .in_place = true,
    .shape = relu_shape,
    .forward = relu_forward,
    .backward = relu_backward,
    .explain = relu_explain,
    .cost = relu_cost,
};
