#include "train/gradient.h"

#include <stdlib.h>

#include "base/memory.h"

/* What the walk back needs besides the machine. */
typedef struct Backward {
    const Machine *machine;
    const Program *program;
    Gradient *gradient;
    Tensor *dvalues; /* by ValueId: dL/dvalue, dense; no data until something reads the value */
} Backward;

static Status backward_value(Backward *backward, ValueId id, Error *error)
{
    Tensor value;
    Tensor *dvalue = &backward->dvalues[id];
    if (dvalue->data || !machine_tensor(backward->machine, 0, id, &value))
        return STATUS_OK;
    *dvalue = value;
    dvalue->data = memory_try((size_t)shape_count(&value.shape), sizeof(Real));
    if (!dvalue->data)
        return error_set(error, STATUS_NO_MEMORY, "gradient: no memory; use a shorter text");
    return STATUS_OK;
}

static Status backward_instruction(Backward *backward, int at, Error *error)
{
    const Instruction *line = &backward->program->instructions[at];
    const Tensor *dout = &backward->dvalues[line->out];
    Gradients gradients = {0};
    Tensor out;
    Call call;
    if (!dout->data) /* the loss does not depend on it */
        return STATUS_OK;
    machine_call(backward->machine, 0, at, &call, &out);
    for (int i = 0; i < OP_INPUTS; i++) {
        if (!line->in[i])
            continue;
        TRY(backward_value(backward, line->in[i], error));
        gradients.in[i] = backward->dvalues[line->in[i]];
    }
    for (int i = 0; i < OP_WEIGHTS; i++) {
        if (!line->weight[i])
            continue;
        Real *numbers = backward->gradient->numbers[backward->gradient->parameters.of_weight[line->weight[i]]];
        gradients.weight[i] = parameter_view(&backward->program->weights[line->weight[i]], numbers);
    }
    line->op->backward(&call, &out, dout, &gradients);
    return STATUS_OK;
}

static Status backward_run(Backward *backward, Error *error)
{
    const Program *program = backward->program;
    Tensor logits;
    if (!machine_tensor(backward->machine, 0, program->logits, &logits))
        return error_set(error, STATUS_NOT_COMPUTED, "gradient: the pass has not reached the logits; finish it first");
    if (logits.shape.size[0] < 2)
        return error_set(error, STATUS_USAGE,
                         "gradient: needs two tokens, one to predict the other; give a longer text");
    TRY(backward_value(backward, program->logits, error));
    backward->gradient->loss =
        cross_entropy(&logits, machine_tokens(backward->machine), &backward->dvalues[program->logits]);
    for (int at = program->values[program->logits].instruction; at >= 0; at--)
        TRY(backward_instruction(backward, at, error));
    return STATUS_OK;
}

static Status gradient_allocate(Gradient *gradient, const Program *program, Error *error)
{
    parameters_init(&gradient->parameters, program);
    gradient->numbers = memory_new((size_t)gradient->parameters.count, sizeof *gradient->numbers);
    for (int i = 0; i < gradient->parameters.count; i++) {
        gradient->numbers[i] = memory_try((size_t)gradient->parameters.list[i].count, sizeof(Real));
        if (!gradient->numbers[i])
            return error_set(error, STATUS_NO_MEMORY, "gradient: no memory for %s; close other programs",
                             gradient->parameters.list[i].tensor);
    }
    return STATUS_OK;
}

Status gradient_compute(const Machine *machine, Gradient *gradient, Error *error)
{
    const Program *program = &machine_model(machine)->program;
    *gradient = (Gradient){0};
    TRY(gradient_allocate(gradient, program, error));
    Backward backward = {machine, program, gradient, memory_new((size_t)program->value_count + 1, sizeof(Tensor))};
    Status status = backward_run(&backward, error);
    for (ValueId id = 1; id <= program->value_count; id++)
        free(backward.dvalues[id].data);
    free(backward.dvalues);
    return status;
}

void gradient_free(Gradient *gradient)
{
    for (int i = 0; i < gradient->parameters.count; i++)
        free(gradient->numbers[i]);
    free(gradient->numbers);
    parameters_free(&gradient->parameters);
    *gradient = (Gradient){0};
}
