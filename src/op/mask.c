/* Mask: hides keys from queries by setting their scores to minus infinity, which softmax turns into
 * exactly 0.
 *
 * Causal: a position sees itself and what came before, since what comes after is to be predicted.
 * Sliding (Beltagy et al., arXiv:2004.05150; Jiang et al., "Mistral 7B", arXiv:2310.06825): of those
 * only the last `window`. In training a sequence may hold several texts; none sees the one before it.
 */
#include <math.h>
#include <string.h>

#include "base/translate.h"
#include "op/gradient.h"
#include "op/job.h"

/* The keys [from, to) that a query may see. */
typedef struct Visible {
    int64_t from, to;
} Visible;

static Visible mask_visible(const OpParams *params, int64_t query, int64_t keys)
{
    Visible visible = {0, keys};
    if (params->mask.kind != MASK_NONE && query + 1 < keys)
        visible.to = query + 1;
    if (params->mask.kind == MASK_SLIDING && query + 1 > params->mask.window)
        visible.from = query + 1 - params->mask.window;
    return visible;
}

static Status mask_shape(const Call *call, Shape *out, Error *error)
{
    TRY(op_check_operands(&op_mask, call, error));
    const Shape *x = &call->in[0].shape;
    if (x->rank != 3 || x->axis[1] != AXIS_QUERY || x->axis[2] != AXIS_KEY)
        return error_set(error, STATUS_BAD_DATA, "mask: x's axes are not [head, query, key]; give it scores");
    if (call->params->mask.kind == MASK_SLIDING && call->params->mask.window < 1)
        return error_set(error, STATUS_BAD_DATA, "mask: a window of %d positions hides everything; make it 1 or more",
                         (int)call->params->mask.window);
    *out = *x;
    return STATUS_OK;
}

/* What one query of one sequence sees. */
static Visible mask_query(const Call *call, const Shape *cells, int64_t batch, int64_t query)
{
    int64_t queries = cells->size[cells->rank - 2];
    Visible visible = mask_visible(call->params, call->first_position + query, cells->size[cells->rank - 1]);
    if (call->document_start) {
        int64_t start = call->document_start[batch * queries + query];
        visible.from = start > visible.from ? start : visible.from;
    }
    return visible;
}

/* The query of row r, where rows run through batch, heads and queries. */
static Visible mask_row(const Job *job, int64_t row)
{
    const Shape *shape = &job->out->shape;
    int64_t heads = shape->size[shape->rank - 3], queries = shape->size[shape->rank - 2];
    return mask_query(job->call, shape, row / (heads * queries), row % queries);
}

static void mask_rows(const Job *job, int64_t from, int64_t to)
{
    int64_t keys = job->out->shape.size[job->out->shape.rank - 1];
    for (int64_t r = from; r < to; r++) {
        const Real *x = job->call->in[0].data + r * keys;
        Real *y = job->out->data + r * keys;
        Visible visible = mask_row(job, r);
        for (int64_t k = 0; k < visible.from; k++)
            y[k] = -INFINITY;
        if (y != x)
            memcpy(y + visible.from, x + visible.from, (size_t)(visible.to - visible.from) * sizeof(Real));
        for (int64_t k = visible.to; k < keys; k++)
            y[k] = -INFINITY;
    }
}

static void mask_forward(const Call *call, Tensor *out)
{
    job_run(&(Job){.call = call, .out = out}, mask_rows, op_rows(out, 1), (double)shape_count(&out->shape) / 2);
}

/* What is visible passes unchanged, and so does its gradient; what is hidden has no influence. */
static void mask_backward_rows(const Job *job, int64_t from, int64_t to)
{
    int64_t keys = job->out->shape.size[job->out->shape.rank - 1];
    bool replace = job->gradients->replace[0];
    for (int64_t r = from; r < to; r++) {
        Visible visible = mask_row(job, r);
        const Real *dy = job->dout->data + r * keys;
        Real *dx = job->gradients->in[0].data + r * keys;
        if (replace) {
            memset(dx, 0, (size_t)visible.from * sizeof *dx);
            memset(dx + visible.to, 0, (size_t)(keys - visible.to) * sizeof *dx);
        }
        gradient_pass(dx + visible.from, dy + visible.from, replace, visible.to - visible.from);
    }
}

static void mask_backward(const Call *call, const Tensor *out, const Tensor *dout, const Gradients *gradients)
{
    Job job = {.call = call, .out = out, .dout = dout, .gradients = gradients};
    if (gradients->in[0].data)
        job_run(&job, mask_backward_rows, op_rows(out, 1), (double)shape_count(&out->shape));
}

static void mask_explain(const Call *call, const Tensor *out, const int64_t cell[RANK_MAX], Explanation *e)
{
    int64_t query = call->first_position + cell[1], key = cell[2];
    Visible visible = mask_query(call, &out->shape, 0, cell[1]);
    double x = explanation_input(e, 0, &call->in[0], cell);
    e->result = key >= visible.from && key < visible.to ? x : -INFINITY;
    explanation_write(e, "%s", NUMBER(e->result));
    int q = (int)query, k = (int)key, window = (int)call->params->mask.window;
    if (key >= visible.to)
        explanation_step(e, e->result, _("hidden: key %d comes after query %d"), k, q);
    else if (key < visible.from && call->document_start)
        explanation_step(e, e->result, _("hidden: key %d belongs to the text before"), k);
    else if (key < visible.from)
        explanation_step(e, e->result, _("hidden: key %d is %d before query %d, outside the window of %d"), k, q - k, q,
                         window);
    else if (call->params->mask.kind == MASK_NONE)
        explanation_step(e, e->result, _("visible: nothing is masked"));
    else
        explanation_step(e, e->result, _("visible: key %d is %d before query %d"), k, q - k, q);
}

static Cost mask_cost(const Call *call, const Shape *out)
{
    (void)call;
    double bytes = (double)shape_count(out) * sizeof(Real);
    return (Cost){.flops = 0, .bytes_read = bytes, .bytes_written = bytes};
}

const Op op_mask = {
    .name = "mask",
    .formula = "y[h,q,k] = x[h,q,k] where q may see k, else -inf",
    .input = {"x"},
    .in_place = true,
    .shape = mask_shape,
    .forward = mask_forward,
    .backward = mask_backward,
    .explain = mask_explain,
    .cost = mask_cost,
};
