/* Mix: what a head takes from the positions that it looks at (Vaswani et al., arXiv:1706.03762).
 *
 * Each row of the attention pattern is a set of shares that sum to 1, so z is an average of the
 * values of all visible positions, weighted by how much attention each gets.
 */
#include "op/attention.h"
#include "op/gradient.h"

static Status mix_shape(const Call *call, Shape *out, Error *error)
{
    TRY(op_check_operands(&op_mix, call, error));
    const Shape *pattern = &call->in[0].shape, *v = &call->in[1].shape;
    if (pattern->rank != 3 || pattern->axis[0] != AXIS_HEAD || pattern->axis[2] != AXIS_KEY)
        return op_misfit(&op_mix, "pattern", pattern, "v", v, "pattern's axes must be head, query, key", error);
    TRY(attention_check_groups(&op_mix, call, pattern->size[0], error));
    if (pattern->size[2] != v->size[0])
        return op_misfit(&op_mix, "v", v, "pattern", pattern, "there must be one value for each key", error);
    *out = shape_3(AXIS_POS, pattern->size[1], AXIS_HEAD, pattern->size[0], AXIS_D_HEAD, v->size[2]);
    return STATUS_OK;
}

static void mix_blocks(const Job *job, int64_t from, int64_t to)
{
    const Call *call = job->call;
    Attention a = attention_sizes(&call->in[0], &call->in[1]);
    for (int64_t i = from; i < to; i++) {
        Matrix pattern = attention_cells(&a, &call->in[0], i), v = attention_past(&a, &call->in[1], i);
        matrix_multiply(attention_rows(&a, job->out, i), pattern, v, 1, MATRIX_REPLACE, 1);
    }
}

static void mix_forward(const Call *call, Tensor *out)
{
    Attention a = attention_sizes(&call->in[0], &call->in[1]);
    job_run(&(Job){.call = call, .out = out}, mix_blocks, attention_blocks(&a), attention_operations(&a));
}

/* z[q,d] = sum_k p[q,k] V[k,d], so
 *     dp[q,k] = sum_d dz[q,d] V[k,d]   and   dV[k,d] = sum_q p[q,k] dz[q,d],
 * the latter summed over all heads of the group that reads this V: one thread does a whole group. */
static void mix_backward_groups(const Job *job, int64_t from, int64_t to)
{
    const Call *call = job->call;
    const Tensor *dp = &job->gradients->in[0], *dv = &job->gradients->in[1];
    Attention a = attention_sizes(&call->in[0], &call->in[1]);
    const bool *replace = job->gradients->replace;
    for (int64_t i = from * attention_blocks_a_group(&a); i < to * attention_blocks_a_group(&a); i++) {
        Matrix dz = attention_rows(&a, job->dout, i);
        Matrix p = attention_cells(&a, &call->in[0], i), v = attention_past(&a, &call->in[1], i);
        if (dp->data)
            matrix_multiply(attention_cells(&a, dp, i), dz, matrix_transposed(v), 1, gradient_update(replace[0]), 1);
        if (dv->data)
            matrix_multiply(attention_past(&a, dv, i), matrix_transposed(p), dz, 1,
                            gradient_update(replace[1] && attention_is_first(&a, i)), 1);
    }
}

static void mix_backward(const Call *call, const Tensor *out, const Tensor *dout, const Gradients *gradients)
{
    (void)out;
    Attention a = attention_sizes(&call->in[0], &call->in[1]);
    Job job = {.call = call, .dout = dout, .gradients = gradients};
    job_run(&job, mix_backward_groups, a.batch * a.kv_heads, 2 * attention_operations(&a));
}

static void mix_explain(const Call *call, const Tensor *out, const int64_t cell[RANK_MAX], Explanation *e)
{
    (void)out;
    Attention a = attention_sizes(&call->in[0], &call->in[1]);
    for (int64_t key = 0; key < a.keys; key++) {
        int64_t pattern_cell[RANK_MAX] = {cell[1], cell[0], key};
        int64_t value_cell[RANK_MAX] = {key, cell[1] / a.group, cell[2]};
        double share = explanation_input(e, 0, &call->in[0], pattern_cell);
        double value = explanation_input(e, 1, &call->in[1], value_cell);
        explanation_term(e, key, a.keys, share * value, "%s×%s", NUMBER(share), NUMBER(value));
        e->result += share * value;
    }
}

static Cost mix_cost(const Call *call, const Shape *out)
{
    double cells = (double)shape_count(out), keys = (double)call->in[1].shape.size[call->in[1].shape.rank - 3];
    double operands = (double)shape_count(&call->in[0].shape) + (double)shape_count(&call->in[1].shape);
    return (Cost){
        .flops = 2 * keys * cells,
        .bytes_read = operands * sizeof(Real),
        .bytes_written = cells * sizeof(Real),
    };
}

const Op op_mix = {
    .name = "mix",
    .formula = "z[q,h,d] = sum_k pattern[h,q,k] * V[k,h,d]",
    .input = {"pattern", "v"},
    .reads_past = {false, true},
    .shape = mix_shape,
    .forward = mix_forward,
    .backward = mix_backward,
    .explain = mix_explain,
    .cost = mix_cost,
};
