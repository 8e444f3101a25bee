/* RoPE, rotary position embeddings: turns pairs of components by an angle that grows with the
 * position (Su et al., arXiv:2104.09864).
 *
 * The dot product of a query turned by m and a key turned by n depends only on the difference m - n:
 * so scores see relative positions. Pair i of a head is components i and i + d_head/2 (the layout of
 * Hugging Face checkpoints); each pair has its own frequency.
 */
#include "op/rope.h"

#include <math.h>
#include <tgmath.h>

#include "base/translate.h"
#include "op/gradient.h"
#include "op/job.h"

enum { CHUNK = 64 }; /* pairs whose sine and cosine are held at once */

void rope_frequencies(double *out, int64_t d_head, double theta)
{
    for (int64_t i = 0; i < d_head / 2; i++)
        out[i] = pow(theta, -2.0 * (double)i / (double)d_head);
}

void rope_scale_linear(double *frequencies, int64_t count, double factor)
{
    for (int64_t i = 0; i < count; i++)
        frequencies[i] /= factor;
}

void rope_scale_llama3(double *frequencies, int64_t count, double factor, double low, double high,
                       double original_context)
{
    for (int64_t i = 0; i < count; i++) {
        double turns = original_context * frequencies[i] / (2 * M_PI);
        double keep = (turns - low) / (high - low); /* 0: slow down, 1: stay */
        keep = turns < low ? 0 : turns > high ? 1 : keep;
        frequencies[i] = (1 - keep) * frequencies[i] / factor + keep * frequencies[i];
    }
}

static Status rope_shape(const Call *call, Shape *out, Error *error)
{
    TRY(op_check_operands(&op_rope, call, error));
    const Shape *x = &call->in[0].shape;
    if (x->rank != 3 || x->axis[2] != AXIS_D_HEAD)
        return error_set(error, STATUS_BAD_DATA,
                         "rope: x's axes are not [pos, head, d_head]; rotate queries and keys alone");
    if (x->size[2] % 2)
        return error_set(error, STATUS_BAD_DATA, "rope: d_head %d is odd, but components turn in pairs; make it even",
                         (int)x->size[2]);
    *out = *x;
    return STATUS_OK;
}

/* Sine and cosine of position * frequency. The angle may be thousands of turns: it is brought near 0
 * in double, so that float sine and cosine are as good there as at position 0. */
static void rope_angles(const double *frequency, int64_t position, int64_t count, Real *sine, Real *cosine)
{
    for (int64_t i = 0; i < count; i++) {
        double angle = (double)position * frequency[i];
        Real within = (Real)(angle - 2 * M_PI * rint(angle / (2 * M_PI)));
        sine[i] = sin(within);
        cosine[i] = cos(within);
    }
}

/* Turns pairs [0, count) of every head of one position by the given angles; with `replace`, over what is there. */
typedef void RopeTurn(Real *out, const Real *in, int64_t heads, int64_t d_head, int64_t count, const Real *sine,
                      const Real *cosine, bool replace);

static void rope_turn(Real *y, const Real *x, int64_t heads, int64_t d_head, int64_t count, const Real *sine,
                      const Real *cosine, bool replace)
{
    (void)replace; /* always: it may happen in place */
    for (int64_t h = 0; h < heads; h++) {
        const Real *first = x + h * d_head, *second = first + d_head / 2;
        Real *y_first = y + h * d_head, *y_second = y_first + d_head / 2;
        for (int64_t i = 0; i < count; i++) {
            Real a = first[i], b = second[i];
            y_first[i] = a * cosine[i] - b * sine[i];
            y_second[i] = b * cosine[i] + a * sine[i];
        }
    }
}

/* A rotation keeps lengths, so its Jacobian's transpose turns back: the same with -sine. */
static void rope_turn_back(Real *dx, const Real *dy, int64_t heads, int64_t d_head, int64_t count, const Real *sine,
                           const Real *cosine, bool replace)
{
    for (int64_t h = 0; h < heads; h++) {
        const Real *first = dy + h * d_head, *second = first + d_head / 2;
        Real *dx_first = dx + h * d_head, *dx_second = dx_first + d_head / 2;
        for (int64_t i = 0; i < count; i++) {
            Real a = first[i], b = second[i];
            dx_first[i] = gradient_before(replace, dx_first + i) + a * cosine[i] + b * sine[i];
            dx_second[i] = gradient_before(replace, dx_second + i) + b * cosine[i] - a * sine[i];
        }
    }
}

/* Rows [from, to); the angles are computed once a position, for all its heads. */
static void rope_rows(const Job *job, int64_t from, int64_t to, RopeTurn *turn, Real *out, const Real *in, bool replace)
{
    const Shape *shape = &job->out->shape;
    int64_t d_head = shape->size[shape->rank - 1], heads = shape->size[shape->rank - 2];
    int64_t positions = shape->size[shape->rank - 3];
    Real sine[CHUNK], cosine[CHUNK];
    for (int64_t r = from; r < to; r++) {
        int64_t position = job->call->first_position + r % positions, at = r * heads * d_head;
        for (int64_t pair = 0; pair < d_head / 2; pair += CHUNK) {
            int64_t count = d_head / 2 - pair < CHUNK ? d_head / 2 - pair : CHUNK;
            rope_angles(job->call->params->rope.frequency + pair, position, count, sine, cosine);
            turn(out + at + pair, in + at + pair, heads, d_head, count, sine, cosine, replace);
        }
    }
}

static void rope_forward_rows(const Job *job, int64_t from, int64_t to)
{
    rope_rows(job, from, to, rope_turn, job->out->data, job->call->in[0].data, true);
}

static void rope_forward(const Call *call, Tensor *out)
{
    job_run(&(Job){.call = call, .out = out}, rope_forward_rows, op_rows(out, 2), 6 * (double)shape_count(&out->shape));
}

static void rope_backward_rows(const Job *job, int64_t from, int64_t to)
{
    rope_rows(job, from, to, rope_turn_back, job->gradients->in[0].data, job->dout->data, job->gradients->replace[0]);
}

static void rope_backward(const Call *call, const Tensor *out, const Tensor *dout, const Gradients *gradients)
{
    Job job = {.call = call, .out = out, .dout = dout, .gradients = gradients};
    if (gradients->in[0].data)
        job_run(&job, rope_backward_rows, op_rows(out, 2), 8 * (double)shape_count(&out->shape));
}

static void rope_explain(const Call *call, const Tensor *out, const int64_t cell[RANK_MAX], Explanation *e)
{
    int64_t half = out->shape.size[2] / 2, pair = cell[2] % half, position = call->first_position + cell[0];
    bool is_first = cell[2] < half;
    double frequency = call->params->rope.frequency[pair], angle = (double)position * frequency;
    int64_t other[RANK_MAX] = {cell[0], cell[1], is_first ? pair + half : pair};
    double x = explanation_input(e, 0, &call->in[0], cell), partner = explanation_input(e, 0, &call->in[0], other);
    explanation_step(e, angle, _("angle = position %d × frequency %s of pair %d"), (int)position, NUMBER(frequency),
                     (int)pair);
    explanation_step(e, cos(angle), "cos(%s)", NUMBER(angle));
    explanation_step(e, sin(angle), "sin(%s)", NUMBER(angle));
    explanation_write(e, "%s×cos(%s) %c %s×sin(%s)", NUMBER(x), NUMBER(angle), is_first ? '-' : '+', NUMBER(partner),
                      NUMBER(angle));
    e->result = x * cos(angle) + (is_first ? -1 : 1) * partner * sin(angle);
}

static Cost rope_cost(const Call *call, const Shape *out)
{
    (void)call;
    double cells = (double)shape_count(out), angles = (double)out->size[0] * (double)out->size[2] / 2;
    return (Cost){
        .flops = 3 * cells + 3 * angles, /* two products and a sum a cell; product, sine, cosine an angle */
        .bytes_read = cells * sizeof(Real) + (double)out->size[2] / 2 * sizeof(double),
        .bytes_written = cells * sizeof(Real),
    };
}

const Op op_rope = {
    .name = "rope",
    .formula = "y[pos,h,i] = x[pos,h,i] * cos(pos*f[i]) - x[pos,h,i+d/2] * sin(pos*f[i]);  "
               "y[pos,h,i+d/2] = x[pos,h,i+d/2] * cos(pos*f[i]) + x[pos,h,i] * sin(pos*f[i])",
    .input = {"x"},
    .in_place = true,
    .shape = rope_shape,
    .forward = rope_forward,
    .backward = rope_backward,
    .explain = rope_explain,
    .cost = rope_cost,
};
