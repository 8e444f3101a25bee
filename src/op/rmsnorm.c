/* RMSNorm: divides each row by the root of its mean square, then applies a learned gain w (Zhang and
 * Sennrich, arXiv:1910.07467). LayerNorm without the shift: it turns out that stretching is enough.
 */
#include <math.h>
#include <stdlib.h>
#include <tgmath.h>

#include "base/translate.h"
#include "op/gradient.h"
#include "op/norm.h"
#include "tensor/vector.h"

static Status rmsnorm_shape(const Call *call, Shape *out, Error *error)
{
    return norm_shape(&op_rmsnorm, call, out, error);
}

static NormRow rmsnorm_statistics(const Real *x, int64_t count, double eps)
{
    Real mean_square = vector_sum_of_squares(x, 0, count) / (Real)count;
    return (NormRow){.mean = 0, .scale = 1 / sqrt(mean_square + (Real)eps)};
}

static void rmsnorm_rows(const Job *job, int64_t from, int64_t to)
{
    const Call *call = job->call;
    const Real *w = call->weight[0].data;
    int64_t width = call->weight[0].shape.size[0];
    for (int64_t r = from; r < to; r++) {
        const Real *x = call->in[0].data + r * width;
        Real *y = job->out->data + r * width;
        Real scale = rmsnorm_statistics(x, width, call->params->norm.eps).scale;
        for (int64_t i = 0; i < width; i++)
            y[i] = x[i] * scale * w[i];
    }
}

static void rmsnorm_forward(const Call *call, Tensor *out)
{
    norm_run(&(Job){.call = call, .out = out}, rmsnorm_rows);
}

/* With n = x s, s = 1/sqrt(mean(x^2) + eps) and g = dL/dn = dy w:  ds/dx_j = -s^2 n_j / N, so
 *     dL/dx_j = s (g_j - n_j mean_i(g_i n_i)):
 * what would only stretch the row is taken out of g, since that changes nothing. */
static void rmsnorm_backward_rows(const Job *job, int64_t from, int64_t to)
{
    const Call *call = job->call;
    const Real *w = call->weight[0].data;
    int64_t width = call->weight[0].shape.size[0];
    bool replace = job->gradients->replace[0];
    for (int64_t r = from; r < to; r++) {
        const Real *x = call->in[0].data + r * width, *dy = job->dout->data + r * width;
        Real *dx = job->gradients->in[0].data + r * width;
        NormRow norm = rmsnorm_statistics(x, width, call->params->norm.eps);
        Real scale = norm.scale, mean_gn = norm_means(x, dy, w, norm, width).gn;
        for (int64_t i = 0; i < width; i++)
            dx[i] = gradient_before(replace, dx + i) + scale * (dy[i] * w[i] - x[i] * scale * mean_gn);
    }
}

static void rmsnorm_backward(const Call *call, const Tensor *out, const Tensor *dout, const Gradients *gradients)
{
    Job job = {.call = call, .out = out, .dout = dout, .gradients = gradients};
    if (gradients->in[0].data)
        norm_run(&job, rmsnorm_backward_rows);
    norm_backward_weights(&job, rmsnorm_statistics);
}

static void rmsnorm_explain(const Call *call, const Tensor *out, const int64_t cell[RANK_MAX], Explanation *e)
{
    int last = out->shape.rank - 1;
    int64_t n = out->shape.size[last], at = cell[last], weight_cell[RANK_MAX] = {at};
    double *row = norm_explain_row(call, cell, e), mean_square = 0, eps = call->params->norm.eps, x = row[at];
    e->term_operands = 1;
    e->term_formula = "x²";
    for (int64_t i = 0; i < n; i++) {
        explanation_list_term(e, row[i] * row[i]);
        mean_square += row[i] * row[i] / (double)n;
    }
    double w = explanation_weight(e, 0, &call->weight[0], weight_cell);
    double normalised = x / sqrt(mean_square + eps);
    explanation_step(e, mean_square, _("mean square = (%s² + … + %s²) / %d"), NUMBER(row[0]), NUMBER(row[n - 1]),
                     (int)n);
    explanation_step(e, normalised, _("normalised = %s / √(%s + %s)"), NUMBER(x), NUMBER(mean_square), NUMBER(eps));
    explanation_write(e, "%s / √(%s + %s) × %s", NUMBER(x), NUMBER(mean_square), NUMBER(eps), NUMBER(w));
    e->result = normalised * w;
    free(row);
}

static Cost rmsnorm_cost(const Call *call, const Shape *out)
{
    return norm_cost(call, out, 4, 4); /* a cell: square, add, two products; a row: two divisions, + eps, sqrt */
}

static void rmsnorm_frozen(const Call *call, int64_t row, const Tensor *in, Tensor *out)
{
    int64_t width = call->weight[0].shape.size[0];
    const Real *x = call->in[0].data + row * width;
    norm_frozen(call, rmsnorm_statistics(x, width, call->params->norm.eps), false, in, out);
}

const Op op_rmsnorm = {
    .name = "rmsnorm",
    .formula = "y[pos,i] = x[pos,i] / sqrt(mean_j x[pos,j]^2 + eps) * w[i]",
    .input = {"x"},
    .weight = {"w"},
    .in_place = true,
    .shape = rmsnorm_shape,
    .forward = rmsnorm_forward,
    .backward = rmsnorm_backward,
    .explain = rmsnorm_explain,
    .cost = rmsnorm_cost,
    .frozen = rmsnorm_frozen,
};
