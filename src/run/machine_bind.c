/* From an instruction and a pass to the call that an op understands. */
#include "run/machine_parts.h"

int64_t pass_seen(const Pass *pass)
{
    return pass->first + pass->count;
}

static const Value *machine_value(const Machine *machine, ValueId value)
{
    return &machine->model->program.values[value];
}

/* A value as a tensor: its rows of this pass, or all rows so far where the op reads the past. */
static Tensor bind_value(const Machine *machine, const Pass *pass, ValueId id, bool past)
{
    int64_t seen = pass_seen(pass);
    Shape shape = shape_bind(&machine_value(machine, id)->shape, 0, past ? seen : pass->count, seen);
    return tensor_over(past ? machine->cache[id].rows : pass->values[id], &shape);
}

static void bind_values(const Machine *machine, const Pass *pass, const Instruction *line, Binding *binding)
{
    for (int i = 0; i < OP_INPUTS; i++)
        if (line->in[i])
            binding->call.in[i] = bind_value(machine, pass, line->in[i], line->op->reads_past[i]);
    binding->out = bind_value(machine, pass, line->out, false);
}

static bool bind_varies(const Machine *machine, const Instruction *line)
{
    const Value *out = machine_value(machine, line->out);
    bool varies = out->cached || shape_axis(&out->shape, AXIS_KEY) >= 0;
    for (int i = 0; i < OP_INPUTS; i++) {
        const Value *in = line->in[i] ? machine_value(machine, line->in[i]) : NULL;
        varies = varies || (in && (in->cached || shape_axis(&in->shape, AXIS_KEY) >= 0));
    }
    return varies;
}

static void bind_position(const Machine *machine, const Pass *pass, Call *call)
{
    call->first_position = pass->first;
    call->tokens = machine->tokens + pass->first;
}

void machine_bind(const Machine *machine, const Pass *pass, int instruction, Binding *binding)
{
    const Instruction *line = &machine->model->program.instructions[instruction];
    *binding = (Binding){.call = {.params = &line->params, .threads = machine->threads}, .count = pass->count};
    for (int i = 0; i < OP_WEIGHTS; i++)
        if (line->weight[i])
            binding->call.weight[i] = machine->model->weights[line->weight[i]];
    binding->varies = bind_varies(machine, line);
    bind_values(machine, pass, line, binding);
    bind_position(machine, pass, &binding->call);
}

/* While decoding without keeping, most calls differ from those of the last pass in the position alone, and the others
 * in their values. */
Binding *machine_binding(Machine *machine, const Pass *pass, int instruction)
{
    Binding *binding = &machine->bindings[instruction];
    if (machine->mode != MACHINE_REUSE || binding->count != pass->count) {
        machine_bind(machine, pass, instruction, binding);
        return binding;
    }
    if (binding->varies)
        bind_values(machine, pass, &machine->model->program.instructions[instruction], binding);
    bind_position(machine, pass, &binding->call);
    return binding;
}
