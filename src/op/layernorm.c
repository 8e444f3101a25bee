/* LayerNorm: shifts and stretches each row to mean 0 and variance 1, then applies a learned gain w
 * and bias b (Ba, Kiros and Hinton, arXiv:1607.06450).
 *
 * What a row says stays; how loudly it says it does not: the next layer sees numbers of a known size
 * however large the residual stream has grown. eps keeps a constant row from dividing by zero.
 */
#include <math.h>
#include <stdlib.h>
#include <tgmath.h>

#include "base/translate.h"
#include "op/gradient.h"
#include "op/norm.h"
#include "tensor/vector.h"

static Status layernorm_shape(const Call *call, Shape *out, Error *error)
{
    return norm_shape(&op_layernorm, call, out, error);
}

/* The variance is the population's (divided by n, not n - 1). Two passes: the mean of the squares
 * minus the square of the mean would cancel badly. */
static NormRow layernorm_statistics(const Real *x, int64_t count, double eps)
{
    Real mean = vector_sum(x, count) / (Real)count;
    Real variance = vector_sum_of_squares(x, mean, count) / (Real)count;
    return (NormRow){.mean = mean, .scale = 1 / sqrt(variance + (Real)eps)};
}

static void layernorm_rows(const Job *job, int64_t from, int64_t to)
{
    const Call *call = job->call;
    const Real *w = call->weight[0].data, *b = call->weight[1].data;
    int64_t width = call->weight[0].shape.size[0];
    for (int64_t r = from; r < to; r++) {
        const Real *x = call->in[0].data + r * width;
        Real *y = job->out->data + r * width;
        NormRow norm = layernorm_statistics(x, width, call->params->norm.eps);
        for (int64_t i = 0; i < width; i++)
            y[i] = (x[i] - norm.mean) * norm.scale * w[i] + b[i];
    }
}

static void layernorm_forward(const Call *call, Tensor *out)
{
    norm_run(&(Job){.call = call, .out = out}, layernorm_rows);
}

/* With n = (x - mean) s, s = 1/sqrt(variance + eps) and g = dL/dn = dy w, the row's x acts on L
 * directly, through the mean and through s:
 *     ds/dx_j = -s^2 n_j / N  and  dmean/dx_j = 1/N, so
 *     dL/dx_j = s (g_j - mean_i(g_i) - n_j mean_i(g_i n_i)).
 * The two means take out of g what would only shift or stretch the row, since that changes nothing. */
static void layernorm_backward_rows(const Job *job, int64_t from, int64_t to)
{
    const Call *call = job->call;
    const Real *w = call->weight[0].data;
    int64_t width = call->weight[0].shape.size[0];
    bool replace = job->gradients->replace[0];
    for (int64_t r = from; r < to; r++) {
        const Real *x = call->in[0].data + r * width, *dy = job->dout->data + r * width;
        Real *dx = job->gradients->in[0].data + r * width;
        NormRow norm = layernorm_statistics(x, width, call->params->norm.eps);
        NormMeans means = norm_means(x, dy, w, norm, width);
        for (int64_t i = 0; i < width; i++)
            dx[i] = gradient_before(replace, dx + i) +
                    norm.scale * (dy[i] * w[i] - means.g - (x[i] - norm.mean) * norm.scale * means.gn);
    }
}

static void layernorm_backward(const Call *call, const Tensor *out, const Tensor *dout, const Gradients *gradients)
{
    Job job = {.call = call, .out = out, .dout = dout, .gradients = gradients};
    if (gradients->in[0].data)
        norm_run(&job, layernorm_backward_rows);
    norm_backward_weights(&job, layernorm_statistics);
}

static void layernorm_explain(const Call *call, const Tensor *out, const int64_t cell[RANK_MAX], Explanation *e)
{
    int last = out->shape.rank - 1;
    int64_t n = out->shape.size[last], at = cell[last], weight_cell[RANK_MAX] = {at};
    double *row = norm_explain_row(call, cell, e), mean = 0, variance = 0, eps = call->params->norm.eps, x = row[at];
    for (int64_t i = 0; i < n; i++)
        mean += row[i] / (double)n;
    e->term_operands = 1;
    e->term_formula = "(x - mean)²";
    for (int64_t i = 0; i < n; i++) {
        explanation_list_term(e, (row[i] - mean) * (row[i] - mean));
        variance += (row[i] - mean) * (row[i] - mean) / (double)n;
    }
    double w = explanation_weight(e, 0, &call->weight[0], weight_cell);
    double b = explanation_weight(e, 1, &call->weight[1], weight_cell);
    double normalised = (x - mean) / sqrt(variance + eps);
    explanation_step(e, mean, _("mean = (%s + … + %s) / %d"), NUMBER(row[0]), NUMBER(row[n - 1]), (int)n);
    explanation_step(e, variance, _("variance = ((%s - %s)² + … + (%s - %s)²) / %d"), NUMBER(row[0]), NUMBER(mean),
                     NUMBER(row[n - 1]), NUMBER(mean), (int)n);
    explanation_step(e, normalised, _("normalised = (%s - %s) / √(%s + %s)"), NUMBER(x), NUMBER(mean), NUMBER(variance),
                     NUMBER(eps));
    explanation_write(e, "(%s - %s) / √(%s + %s) × %s + %s", NUMBER(x), NUMBER(mean), NUMBER(variance), NUMBER(eps),
                      NUMBER(w), NUMBER(b));
    e->result = normalised * w + b;
    free(row);
}

static Cost layernorm_cost(const Call *call, const Shape *out)
{
    /* a cell: 1 for the mean, 3 for the variance, 4 for the output; a row: two divisions, + eps, sqrt, 1/ */
    return norm_cost(call, out, 8, 5);
}

static void layernorm_frozen(const Call *call, int64_t row, const Tensor *in, Tensor *out)
{
    int64_t width = call->weight[0].shape.size[0];
    const Real *x = call->in[0].data + row * width;
    norm_frozen(call, layernorm_statistics(x, width, call->params->norm.eps), true, in, out);
}

const Op op_layernorm = {
    .name = "layernorm",
    .formula = "y[pos,i] = (x[pos,i] - mean) / sqrt(variance + eps) * w[i] + b[i]",
    .input = {"x"},
    .weight = {"w", "b"},
    .in_place = true,
    .shape = layernorm_shape,
    .forward = layernorm_forward,
    .backward = layernorm_backward,
    .explain = layernorm_explain,
    .cost = layernorm_cost,
    .frozen = layernorm_frozen,
};
