#include "run/readout.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/translate.h"

Status readout_find(const Model *model, Readout *out, Error *error)
{
    const Program *program = &model->program;
    int steps[READOUT_STEPS] = {0}, count = 0;
    ValueId at = program->probs;
    *out = (Readout){.logits = -1};
    while (at && count < READOUT_STEPS) {
        const Instruction *line = &program->instructions[program->values[at].instruction];
        if (!line->in[0] || line->in[1])
            break;
        steps[count++] = program->values[at].instruction;
        at = line->in[0];
    }
    for (int i = 0; i < count; i++) {
        out->instruction[i] = steps[count - 1 - i];
        if (program->instructions[out->instruction[i]].out == program->logits)
            out->logits = i;
    }
    out->count = count;
    out->stream = at;
    if (out->logits < 0 || out->logits + 1 >= count)
        return error_set(error, STATUS_UNSUPPORTED,
                         _("%s: its program does not end with logits and their softmax; choose a model that predicts "
                           "tokens"),
                         model->name);
    return STATUS_OK;
}

/* One step on `in`, which it takes the place of. */
static void readout_step(const Machine *machine, int instruction, int64_t count, const Real *in, Real *out)
{
    const Program *program = &machine_model(machine)->program;
    const Instruction *line = &program->instructions[instruction];
    Call call;
    Tensor of_pass;
    machine_call(machine, 0, instruction, &call, &of_pass);
    Shape from = shape_bind(&program->values[line->in[0]].shape, 0, count, count);
    Shape to = shape_bind(&program->values[line->out].shape, 0, count, count);
    Tensor result = tensor_over(out, &to);
    call.in[0] = tensor_over((Real *)in, &from);
    line->op->forward(&call, &result);
}

static int64_t step_numbers(const Machine *machine, const Readout *readout, int step, int64_t count)
{
    const Program *program = &machine_model(machine)->program;
    ValueId out = program->instructions[readout->instruction[step]].out;
    Shape shape = shape_bind(&program->values[out].shape, 0, count, count);
    return shape_count(&shape);
}

/* The memory that a step writes to: the caller's, or some that the caller then owns. */
static Real *step_memory(const Machine *machine, const Readout *readout, int step, int64_t count, Real *logits,
                         Real *probs, Real **owned)
{
    Real *given = step == readout->logits ? logits : step == readout->count - 1 ? probs : NULL;
    if (given)
        return given;
    *owned = memory_try_unset((size_t)step_numbers(machine, readout, step, count), sizeof(Real));
    return *owned;
}

Status readout_run(const Machine *machine, const Readout *readout, const Real *rows, int64_t count, Real *logits,
                   Real *probs, Error *error)
{
    Real *owned[READOUT_STEPS] = {0};
    const Real *in = rows;
    int end = probs ? readout->count : readout->logits + 1;
    Status status = STATUS_OK;
    for (int step = 0; step < end && status == STATUS_OK; step++) {
        Real *out = step_memory(machine, readout, step, count, logits, probs, &owned[step]);
        if (out)
            readout_step(machine, readout->instruction[step], count, in, out);
        else
            status =
                error_set(error, STATUS_NO_MEMORY,
                          _("lens: no memory for the logits of %lld rows; choose a model with a smaller vocabulary"),
                          (long long)count);
        in = out;
    }
    for (int step = 0; step < READOUT_STEPS; step++)
        free(owned[step]);
    return status;
}

const Real *readout_row(const Machine *machine, ValueId value, int64_t position)
{
    Tensor tensor;
    int pass = machine_pass_of(machine, position);
    if (pass < 0 || !machine_tensor(machine, pass, value, &tensor))
        return NULL;
    return tensor.data + (position - machine_pass_first(machine, pass)) * tensor.stride[0];
}
