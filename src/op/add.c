/* Add: a sublayer's output joins the residual stream (He et al., arXiv:1512.03385), or a position
 * embedding joins a token embedding. */
#include "op/elementwise.h"
#include "op/gradient.h"
#include "tensor/vector.h"

static Status add_shape(const Call *call, Shape *out, Error *error)
{
    return elementwise_shape(&op_add, call, out, error);
}

static void add_cells(const Job *job, int64_t from, int64_t to)
{
    const Tensor *in = job->call->in;
    vector_add(job->out->data + from, in[0].data + from, in[1].data + from, to - from);
}

static void add_forward(const Call *call, Tensor *out)
{
    elementwise_run(&(Job){.call = call, .out = out}, add_cells, 1);
}

/* y = a + b, so dL/da = dL/db = dL/dy: this is why gradients reach early layers undiminished. */
static void add_backward_cells(const Job *job, int64_t from, int64_t to)
{
    for (int i = 0; i < 2; i++)
        if (job->gradients->in[i].data)
            gradient_pass(job->gradients->in[i].data + from, job->dout->data + from, job->gradients->replace[i],
                          to - from);
}

static void add_backward(const Call *call, const Tensor *out, const Tensor *dout, const Gradients *gradients)
{
    elementwise_run(&(Job){.call = call, .out = out, .dout = dout, .gradients = gradients}, add_backward_cells, 2);
}

static void add_explain(const Call *call, const Tensor *out, const int64_t cell[RANK_MAX], Explanation *e)
{
    (void)out;
    double a = explanation_input(e, 0, &call->in[0], cell);
    double b = explanation_input(e, 1, &call->in[1], cell);
    explanation_write(e, "%s + %s", NUMBER(a), NUMBER(b));
    e->result = a + b;
}

static Cost add_cost(const Call *call, const Shape *out)
{
    return elementwise_cost(call, out, 1);
}

const Op op_add = {
    .name = "add",
    .formula = "y = a + b",
    .input = {"a", "b"},
    .in_place = true,
    .shape = add_shape,
    .forward = add_forward,
    .backward = add_backward,
    .explain = add_explain,
    .cost = add_cost,
};
