#include "run/contribution.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/translate.h"
#include "run/readout.h"

/* Rows of equal width, each what one part adds, with the names of the parts. */
typedef struct Parts {
    const Machine *machine;
    int64_t position, width;
    Contributions *out;
    size_t capacity;
    Real *rows; /* [count, width] */
    size_t row_capacity;
} Parts;

static const Program *parts_program(const Parts *parts)
{
    return &machine_model(parts->machine)->program;
}

/* One more part; its row is there to be written. */
static Real *parts_add(Parts *parts, const char *name, int block)
{
    Contributions *out = parts->out;
    size_t numbers = (size_t)(out->count + 1) * (size_t)parts->width;
    out->parts = memory_grow(out->parts, &parts->capacity, (size_t)out->count + 1, sizeof *out->parts);
    parts->rows = memory_grow(parts->rows, &parts->row_capacity, numbers, sizeof *parts->rows);
    out->parts[out->count] = (Contribution){.name = name, .block = block};
    return parts->rows + out->count++ * parts->width;
}

static const char *parts_name(Parts *parts, const char *name)
{
    return arena_text(&parts->out->arena, name, strlen(name));
}

static bool parts_edited(const Parts *parts, ValueId value)
{
    for (int i = 0; i < machine_edit_count(parts->machine); i++) {
        const Edit *edit = &machine_edits(parts->machine)[i];
        if (edit->value == value && parts->position >= edit->from[0] && parts->position < edit->to[0])
            return true;
    }
    return false;
}

/* Where a person has set cells of what parts [first, count) should sum up to, the difference is a part. */
static void parts_add_edit(Parts *parts, ValueId value, const Real *actual, int first)
{
    if (!parts_edited(parts, value))
        return;
    int count = parts->out->count;
    const char *name = parts_program(parts)->values[value].name;
    Real *row =
        parts_add(parts, arena_format(&parts->out->arena, "%s.edit", name), parts_program(parts)->values[value].block);
    for (int64_t i = 0; i < parts->width; i++) {
        double sum = 0;
        for (int part = first; part < count; part++)
            sum += (double)parts->rows[part * parts->width + i];
        row[i] = (Real)((double)actual[i] - sum);
    }
}

/* ---- the stream as a sum ---- */

/* "blocks.1.attn.head.2" from the weight's name, "blocks.1.attn.W_O". */
static const char *head_name(Parts *parts, const Instruction *line, int64_t head)
{
    const char *weight = parts_program(parts)->weights[line->weight[0]].name, *dot = strrchr(weight, '.');
    int length = dot ? (int)(dot - weight) : (int)strlen(weight);
    return arena_format(&parts->out->arena, "%.*s.head.%lld", length, weight, (long long)head);
}

/* The rows of an instruction that reads all heads at once: in each row all heads but one are silent. */
static void parts_add_heads(Parts *parts, const Instruction *line, const Call *call, const Real *z, int block)
{
    const Shape *shape = &call->in[0].shape;
    int64_t heads = shape->size[1], d_head = shape_span(shape, 2, shape->rank);
    Real *silent = memory_new((size_t)(heads * heads * d_head), sizeof *silent);
    Shape from = shape_bind(&parts_program(parts)->values[line->in[0]].shape, 0, heads, heads);
    Shape to = shape_bind(&parts_program(parts)->values[line->out].shape, 0, heads, heads);
    for (int64_t head = 0; head < heads; head++) {
        memcpy(silent + (head * heads + head) * d_head, z + head * d_head, (size_t)d_head * sizeof *z);
        parts_add(parts, head_name(parts, line, head), block);
    }
    Tensor in = tensor_over(silent, &from);
    Tensor out = tensor_over(parts->rows + (parts->out->count - heads) * parts->width, &to);
    line->op->frozen(call, 0, &in, &out);
    free(silent);
}

static void parts_add_bias(Parts *parts, const Instruction *line, const Call *call, int block)
{
    if (!line->weight[1])
        return;
    Real *row = parts_add(parts, parts_name(parts, parts_program(parts)->weights[line->weight[1]].name), block);
    memcpy(row, call->weight[1].data, (size_t)parts->width * sizeof *row);
}

static bool reads_heads(const Parts *parts, const Instruction *line)
{
    return line->op->frozen && line->in[0] && !line->in[1] &&
           shape_axis(&parts_program(parts)->values[line->in[0]].shape, AXIS_HEAD) == 1;
}

/* The parts that make up a value: where it is a sum, those of its terms. All values before the logits are computed. */
static void parts_add_value(Parts *parts, ValueId value)
{
    const Program *program = parts_program(parts);
    const Instruction *line = &program->instructions[program->values[value].instruction];
    const Real *actual = readout_row(parts->machine, value, parts->position);
    int first = parts->out->count, block = program->values[value].block;
    if (line->op == &op_add) {
        parts_add_value(parts, line->in[0]);
        parts_add_value(parts, line->in[1]);
        parts_add_edit(parts, value, actual, first);
    } else if (reads_heads(parts, line)) {
        Call call;
        Tensor out;
        machine_call(parts->machine, machine_pass_of(parts->machine, parts->position),
                     program->values[value].instruction, &call, &out);
        parts_add_heads(parts, line, &call, readout_row(parts->machine, line->in[0], parts->position), block);
        parts_add_bias(parts, line, &call, block);
        parts_add_edit(parts, value, actual, first);
    } else {
        memcpy(parts_add(parts, parts_name(parts, program->values[value].name), block), actual,
               (size_t)parts->width * sizeof *actual);
    }
}

/* ---- from the stream to the logit ---- */

/* An op's output for one token alone: its rows of W and b. */
static void call_of_token(Call *call, int32_t token)
{
    for (int i = 0; i < OP_WEIGHTS; i++)
        if (call->weight[i].shape.rank) {
            call->weight[i].data += token * call->weight[i].stride[0];
            call->weight[i].shape.size[0] = 1;
        }
}

/* All parts through one step of the readout, of which the last gives one number a part. */
static void parts_through(Parts *parts, int instruction, bool is_last)
{
    const Program *program = parts_program(parts);
    const Instruction *line = &program->instructions[instruction];
    int64_t count = parts->out->count, pass = machine_pass_of(parts->machine, parts->position);
    Call call;
    Tensor of_pass;
    machine_call(parts->machine, (int)pass, instruction, &call, &of_pass);
    Shape from = shape_bind(&program->values[line->in[0]].shape, 0, count, count);
    Shape to = shape_bind(&program->values[line->out].shape, 0, count, count);
    if (is_last) {
        call_of_token(&call, parts->out->token);
        to.size[1] = 1;
    }
    Tensor in = tensor_over(parts->rows, &from), out = {0};
    parts->width = shape_span(&to, 1, to.rank);
    parts->row_capacity = (size_t)(count * parts->width);
    Real *rows = memory_new(parts->row_capacity, sizeof *rows);
    out = tensor_over(rows, &to);
    line->op->frozen(&call, parts->position - machine_pass_first(parts->machine, (int)pass), &in, &out);
    free(parts->rows);
    parts->rows = rows;
    parts_add_bias(parts, line, &call, NO_BLOCK);
    const Real *actual = readout_row(parts->machine, line->out, parts->position);
    parts_add_edit(parts, line->out, is_last ? actual + parts->out->token : actual, 0);
}

/* ---- the whole ---- */

static Status contributions_check(const Machine *machine, const Readout *readout, int64_t position, int32_t token,
                                  Error *error)
{
    const Model *model = machine_model(machine);
    for (int i = 0; i <= readout->logits; i++)
        if (!model->program.instructions[readout->instruction[i]].op->frozen)
            return error_set(
                error, STATUS_UNSUPPORTED,
                _("contributions: %s is not linear, and so the logits of %s are no sum; choose another model"),
                program_name(&model->program, readout->instruction[i]), model->name);
    if (token < 0 || token >= model->config.vocab)
        return error_set(error, STATUS_OUT_OF_RANGE, _("contributions: there is no token %d; ids go from 0 to %lld"),
                         token, (long long)model->config.vocab - 1);
    if (position < 0 || position >= machine_position_count(machine))
        return error_set(error, STATUS_OUT_OF_RANGE, _("contributions: there is no position %lld; the text has %lld"),
                         (long long)position, (long long)machine_position_count(machine));
    if (!readout_row(machine, model->program.logits, position))
        return error_set(
            error, STATUS_NOT_COMPUTED,
            _("contributions: the logits are not computed yet at position %lld; run the pass to its end with "
              "finish"),
            (long long)position);
    return STATUS_OK;
}

static void contributions_finish(Parts *parts)
{
    Contributions *out = parts->out;
    Contribution *kept = arena_new(&out->arena, (size_t)out->count, sizeof *kept);
    ValueId logits = parts_program(parts)->logits;
    for (int i = 0; i < out->count; i++) {
        kept[i] = out->parts[i];
        kept[i].logit = (double)parts->rows[i];
        out->sum += kept[i].logit;
    }
    out->logit = (double)readout_row(parts->machine, logits, parts->position)[out->token];
    free(out->parts);
    free(parts->rows);
    out->parts = kept;
}

Status contributions_read(const Machine *machine, int64_t position, int32_t token, Contributions *out, Error *error)
{
    Readout readout;
    *out = (Contributions){.token = token, .position = position};
    TRY(readout_find(machine_model(machine), &readout, error));
    TRY(contributions_check(machine, &readout, position, token, error));
    const Shape *shape = &machine_model(machine)->program.values[readout.stream].shape;
    Parts parts = {
        .machine = machine,
        .position = position,
        .width = shape_span(shape, 1, shape->rank),
        .out = out,
    };
    parts_add_value(&parts, readout.stream);
    for (int step = 0; step <= readout.logits; step++)
        parts_through(&parts, readout.instruction[step], step == readout.logits);
    contributions_finish(&parts);
    return STATUS_OK;
}

void contributions_free(Contributions *contributions)
{
    arena_free(&contributions->arena);
    *contributions = (Contributions){0};
}

static int by_size(const void *a, const void *b)
{
    const Contribution *x = a, *y = b;
    double difference = fabs(y->logit) - fabs(x->logit);
    return difference > 0 ? 1 : difference < 0 ? -1 : strcmp(x->name, y->name);
}

void contributions_sort(Contributions *contributions)
{
    qsort(contributions->parts, (size_t)contributions->count, sizeof *contributions->parts, by_size);
}

Status contributions_find(const Contributions *contributions, const char *name, size_t length,
                          const Contribution **part, Error *error)
{
    for (int i = 0; i < contributions->count; i++)
        if (strlen(contributions->parts[i].name) == length && !memcmp(contributions->parts[i].name, name, length)) {
            *part = &contributions->parts[i];
            return STATUS_OK;
        }
    int within = 0;
    while (within + 1 < contributions->count && contributions->parts[within].block == NO_BLOCK)
        within++;
    return error_set(
        error, STATUS_NOT_FOUND,
        _("contributions: %.*s is no part of a logit; parts are %s, %s and their like; contributions lists "
          "them all"),
        (int)(length < 60 ? length : 60), name, contributions->parts[0].name, contributions->parts[within].name);
}
