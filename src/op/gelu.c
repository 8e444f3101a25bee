/* GELU: x times the chance that a standard normal number is below x (Hendrycks and Gimpel,
 * arXiv:1606.08415). Large x pass, very negative ones do not, those near 0 pass in part.
 *
 * The chance Phi(x) is (1 + erf(x/sqrt 2)) / 2. GPT-2 was trained with an approximation,
 * Phi(x) ~ (1 + tanh(u)) / 2 with u = sqrt(2/pi) (x + 0.044715 x^3), and must be run with it.
 */
#include <math.h>
#include <tgmath.h>

#include "op/elementwise.h"
#include "op/gradient.h"
#include "tensor/vector.h"

enum { CHUNK = 256 }; /* cells at a time; their tanh fits on the stack */

#define ROOT_2_OVER_PI 0.79788456080286535588
#define CUBIC          0.044715

static Status gelu_shape(const Call *call, Shape *out, Error *error)
{
    return elementwise_shape(&op_gelu, call, out, error);
}

/* phi = Phi(x) for up to CHUNK cells. */
static void gelu_phi(GeluKind kind, Real *phi, const Real *x, int64_t count)
{
    if (kind == GELU_ERF) {
        for (int64_t i = 0; i < count; i++)
            phi[i] = (Real)0.5 * (1 + erf(x[i] * (Real)M_SQRT1_2));
        return;
    }
    for (int64_t i = 0; i < count; i++)
        phi[i] = (Real)ROOT_2_OVER_PI * (x[i] + (Real)CUBIC * x[i] * x[i] * x[i]);
    vector_tanh(phi, phi, count);
    for (int64_t i = 0; i < count; i++)
        phi[i] = (Real)0.5 * (1 + phi[i]);
}

static void gelu_cells(const Job *job, int64_t from, int64_t to)
{
    Real phi[CHUNK];
    for (int64_t at = from; at < to; at += CHUNK) {
        int64_t count = to - at < CHUNK ? to - at : CHUNK;
        const Real *x = job->call->in[0].data + at;
        Real *y = job->out->data + at;
        gelu_phi(job->call->params->gelu.kind, phi, x, count);
        for (int64_t i = 0; i < count; i++)
            y[i] = x[i] * phi[i];
    }
}

static void gelu_forward(const Call *call, Tensor *out)
{
    elementwise_run(&(Job){.call = call, .out = out}, gelu_cells, 24);
}

/* dPhi/dx: the bell curve exp(-x^2/2)/sqrt(2 pi); or for the approximation, since
 * tanh' = 1 - tanh^2 and tanh u = 2 Phi - 1:  (1 - tanh^2 u)/2 u' = 2 Phi (1 - Phi) u'. */
static Real gelu_slope(GeluKind kind, Real x, Real phi)
{
    if (kind == GELU_ERF)
        return exp((Real)-0.5 * x * x) * (Real)(M_2_SQRTPI * M_SQRT1_2 / 2);
    return 2 * phi * (1 - phi) * (Real)ROOT_2_OVER_PI * (1 + 3 * (Real)CUBIC * x * x);
}

/* y = x Phi(x), so dy/dx = Phi(x) + x dPhi/dx. */
static void gelu_backward_cells(const Job *job, int64_t from, int64_t to)
{
    GeluKind kind = job->call->params->gelu.kind;
    bool replace = job->gradients->replace[0];
    Real phi[CHUNK];
    for (int64_t at = from; at < to; at += CHUNK) {
        int64_t count = to - at < CHUNK ? to - at : CHUNK;
        const Real *x = job->call->in[0].data + at, *dy = job->dout->data + at;
        Real *dx = job->gradients->in[0].data + at;
        gelu_phi(kind, phi, x, count);
        for (int64_t i = 0; i < count; i++)
            dx[i] = gradient_before(replace, dx + i) + dy[i] * (phi[i] + x[i] * gelu_slope(kind, x[i], phi[i]));
    }
}

static void gelu_backward(const Call *call, const Tensor *out, const Tensor *dout, const Gradients *gradients)
{
    Job job = {.call = call, .out = out, .dout = dout, .gradients = gradients};
    if (gradients->in[0].data)
        elementwise_run(&job, gelu_backward_cells, 32);
}

static void gelu_explain(const Call *call, const Tensor *out, const int64_t cell[RANK_MAX], Explanation *e)
{
    (void)out;
    double x = explanation_input(e, 0, &call->in[0], cell), phi;
    if (call->params->gelu.kind == GELU_ERF) {
        phi = 0.5 * (1 + erf(x * M_SQRT1_2));
        explanation_step(e, phi, "Phi = (1 + erf(%s/√2)) / 2", NUMBER(x));
        explanation_write(e, "%s×(1 + erf(%s/√2)) / 2", NUMBER(x), NUMBER(x));
    } else {
        double u = ROOT_2_OVER_PI * (x + CUBIC * x * x * x);
        phi = 0.5 * (1 + tanh(u));
        explanation_step(e, u, "u = √(2/π)×(%s + 0.044715×%s³)", NUMBER(x), NUMBER(x));
        explanation_step(e, phi, "Phi = (1 + tanh(%s)) / 2", NUMBER(u));
        explanation_write(e, "%s×(1 + tanh(√(2/π)×(%s + 0.044715×%s³))) / 2", NUMBER(x), NUMBER(x), NUMBER(x));
    }
    e->result = x * phi;
}

static Cost gelu_cost(const Call *call, const Shape *out)
{
    /* erf: scale, erf, add, halve, times x. tanh: 5 for u, tanh, add, halve, times x. */
    return elementwise_cost(call, out, call->params->gelu.kind == GELU_ERF ? 5 : 9);
}

const Op op_gelu = {
    .name = "gelu",
    .formula = "y = x * Phi(x)",
    .input = {"x"},
    .in_place = true,
    .shape = gelu_shape,
    .forward = gelu_forward,
    .backward = gelu_backward,
    .explain = gelu_explain,
    .cost = gelu_cost,
};
