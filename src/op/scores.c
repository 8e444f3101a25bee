/* Scores: how much every query is drawn to every key (Vaswani et al., arXiv:1706.03762).
 *
 * The dot product of a query and a key is large where they point the same way. It is divided by
 * sqrt(d_head), since a sum of d_head products of size about 1 has size about sqrt(d_head), and
 * softmax would turn such numbers into all or nothing.
 */
#include <math.h>

#include "base/translate.h"
#include "op/attention.h"
#include "op/gradient.h"

static Status scores_shape(const Call *call, Shape *out, Error *error)
{
    TRY(op_check_operands(&op_scores, call, error));
    const Shape *q = &call->in[0].shape, *k = &call->in[1].shape;
    if (q->rank != 3 || q->axis[1] != AXIS_HEAD || q->axis[2] != AXIS_D_HEAD)
        return op_misfit(&op_scores, "q", q, "k", k, "q's axes must be pos, head, d_head", error);
    TRY(attention_check_groups(&op_scores, call, q->size[1], error));
    if (q->size[2] != k->size[2])
        return op_misfit(&op_scores, "k", k, "q", q, "their d_head must be equal", error);
    *out = shape_3(AXIS_HEAD, q->size[1], AXIS_QUERY, q->size[0], AXIS_KEY, k->size[0]);
    return STATUS_OK;
}

static void scores_blocks(const Job *job, int64_t from, int64_t to)
{
    const Call *call = job->call;
    Attention a = attention_sizes(job->out, &call->in[1]);
    for (int64_t i = from; i < to; i++) {
        Matrix q = attention_rows(&a, &call->in[0], i), k = attention_past(&a, &call->in[1], i);
        matrix_multiply(attention_cells(&a, job->out, i), q, matrix_transposed(k), (Real)call->params->scores.scale,
                        MATRIX_REPLACE, 1);
    }
}

static void scores_forward(const Call *call, Tensor *out)
{
    Attention a = attention_sizes(out, &call->in[1]);
    job_run(&(Job){.call = call, .out = out}, scores_blocks, attention_blocks(&a), attention_operations(&a));
}

/* s[q,k] = scale sum_d Q[q,d] K[k,d], so
 *     dQ[q,d] = scale sum_k ds[q,k] K[k,d]   and   dK[k,d] = scale sum_q ds[q,k] Q[q,d],
 * the latter summed over all heads of the group that reads this K: one thread does a whole group. */
static void scores_backward_groups(const Job *job, int64_t from, int64_t to)
{
    const Call *call = job->call;
    const Tensor *dq = &job->gradients->in[0], *dk = &job->gradients->in[1];
    Attention a = attention_sizes(job->out, &call->in[1]);
    Real scale = (Real)call->params->scores.scale;
    const bool *replace = job->gradients->replace;
    for (int64_t i = from * attention_blocks_a_group(&a); i < to * attention_blocks_a_group(&a); i++) {
        Matrix ds = attention_cells(&a, job->dout, i);
        Matrix q = attention_rows(&a, &call->in[0], i), k = attention_past(&a, &call->in[1], i);
        if (dq->data)
            matrix_multiply(attention_rows(&a, dq, i), ds, k, scale, gradient_update(replace[0]), 1);
        if (dk->data)
            matrix_multiply(attention_past(&a, dk, i), matrix_transposed(ds), q, scale,
                            gradient_update(replace[1] && attention_is_first(&a, i)), 1);
    }
}

static void scores_backward(const Call *call, const Tensor *out, const Tensor *dout, const Gradients *gradients)
{
    Attention a = attention_sizes(out, &call->in[1]);
    Job job = {.call = call, .out = out, .dout = dout, .gradients = gradients};
    job_run(&job, scores_backward_groups, a.batch * a.kv_heads, 2 * attention_operations(&a));
}

static void scores_explain(const Call *call, const Tensor *out, const int64_t cell[RANK_MAX], Explanation *e)
{
    Attention a = attention_sizes(out, &call->in[1]);
    double sum = 0, scale = call->params->scores.scale;
    bool is_usual = fabs(scale * scale * (double)a.d_head - 1) < 1e-6;
    explanation_write(e, "(");
    for (int64_t d = 0; d < a.d_head; d++) {
        double q = explanation_input(e, 0, &call->in[0], (int64_t[RANK_MAX]){cell[1], cell[0], d});
        double k = explanation_input(e, 1, &call->in[1], (int64_t[RANK_MAX]){cell[2], cell[0] / a.group, d});
        explanation_term(e, d, a.d_head, q * k, "%s×%s", NUMBER(q), NUMBER(k));
        sum += q * k;
    }
    explanation_write(e, is_usual ? ")/√%s" : ")×%s", NUMBER(is_usual ? (double)a.d_head : scale));
    explanation_step(e, sum, _("q·k = sum of %d products"), (int)a.d_head);
    e->result = scale * sum;
}

static Cost scores_cost(const Call *call, const Shape *out)
{
    double cells = (double)shape_count(out), d_head = (double)call->in[0].shape.size[call->in[0].shape.rank - 1];
    double operands = (double)shape_count(&call->in[0].shape) + (double)shape_count(&call->in[1].shape);
    return (Cost){
        .flops = (2 * d_head + 1) * cells,
        .bytes_read = operands * sizeof(Real),
        .bytes_written = cells * sizeof(Real),
    };
}

const Op op_scores = {
    .name = "scores",
    .formula = "s[h,q,k] = sum_d Q[q,h,d] * K[k,h,d] / sqrt(d_head)",
    .input = {"q", "k"},
    .reads_past = {false, true},
    .shape = scores_shape,
    .forward = scores_forward,
    .backward = scores_backward,
    .explain = scores_explain,
    .cost = scores_cost,
};
