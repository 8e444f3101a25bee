/* What may be seen at the current place. */
#include "run/machine_parts.h"

#include <math.h>

bool machine_has(const Machine *machine, int pass, ValueId value)
{
    int instruction = machine->model->program.values[value].instruction;
    if (pass < 0 || pass >= (int)machine->pass_count || !machine->passes[pass].values)
        return false;
    if (machine->mode == MACHINE_REUSE && value != machine->model->program.logits)
        return false; /* its memory may be another value's by now */
    return place_before((Place){pass, instruction}, machine->place) && instruction < machine->passes[pass].computed;
}

bool machine_tensor(const Machine *machine, int pass, ValueId value, Tensor *out)
{
    if (!machine_has(machine, pass, value))
        return false;
    const Pass *at = &machine->passes[pass];
    Shape shape = shape_bind(&machine->model->program.values[value].shape, 0, at->count, pass_seen(at));
    *out = tensor_over(at->values[value], &shape);
    return true;
}

void machine_call(const Machine *machine, int pass, int instruction, Call *call, Tensor *out)
{
    Binding binding;
    machine_bind(machine, &machine->passes[pass], instruction, &binding);
    *call = binding.call;
    *out = binding.out;
}

const Real *machine_last_logits(const Machine *machine)
{
    ValueId logits = machine->model->program.logits;
    Tensor tensor;
    if (!machine_tensor(machine, (int)machine->pass_count - 1, logits, &tensor))
        return NULL;
    return tensor.data + (tensor.shape.size[0] - 1) * tensor.stride[0];
}

CacheFacts machine_cache_facts(const Machine *machine)
{
    const ModelConfig *config = &machine->model->config;
    int64_t numbers = 0;
    for (ValueId id = 1; id <= machine->model->program.value_count; id++)
        numbers += machine->cache[id].row;
    int64_t bytes = numbers * (int64_t)sizeof(Real), positions = 0;
    for (size_t i = 0; i < machine->pass_count; i++)
        if (place_before((Place){(int)i, 0}, machine->place))
            positions = pass_seen(&machine->passes[i]);
    return (CacheFacts){
        .layers = (int)config->layers,
        .kv_heads = config->kv_heads,
        .d_head = config->d_head,
        .positions = positions,
        .context = config->context,
        .bytes_per_position = bytes,
        .bytes = bytes * positions,
        .bytes_at_context = bytes * config->context,
        .bytes_at_context_without_gqa = bytes * config->context * (config->heads / config->kv_heads),
    };
}

void machine_set_facts(Machine *machine, MachineFact *fact, void *context)
{
    machine->fact = fact;
    machine->fact_context = context;
}

double machine_fact(const Machine *machine, const char *name)
{
    return machine->fact ? machine->fact(machine->fact_context, name) : NAN;
}
