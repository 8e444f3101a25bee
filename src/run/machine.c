#include "run/machine.h"

#include <omp.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/translate.h"
#include "run/machine_parts.h"

/* ---- life ---- */

static void machine_find_cached(Machine *machine)
{
    const Program *program = &machine->model->program;
    for (ValueId id = 1; id <= program->value_count; id++)
        if (program->values[id].cached)
            machine->cache[id].row = shape_span(&program->values[id].shape, 1, program->values[id].shape.rank);
}

Machine *machine_new(const Model *model, MachineMode mode, int threads)
{
    const Program *program = &model->program;
    size_t values = (size_t)program->value_count + 1;
    Machine *machine = memory_new(1, sizeof *machine);
    machine->model = model;
    machine->mode = mode;
    machine->debug = debug_open();
    machine->threads = threads > 0 ? threads : omp_get_max_threads();
    machine->instruction_end = program->instruction_count;
    if (mode == MACHINE_REUSE)
        machine->instruction_end = program->values[program->logits].instruction + 1;
    machine->cache = memory_new(values, sizeof *machine->cache);
    machine->shared_values = memory_new(values, sizeof *machine->shared_values);
    machine->breakpoints = memory_new(values, sizeof *machine->breakpoints);
    machine->bindings = memory_new((size_t)program->instruction_count, sizeof *machine->bindings);
    machine_find_cached(machine);
    return machine;
}

void machine_free(Machine *machine)
{
    if (!machine)
        return;
    machine_free_memory(machine);
    debug_close(&machine->debug);
    free(machine->tokens);
    free(machine->bindings);
    free(machine->breakpoints);
    free(machine->edits);
    free(machine);
}

const Model *machine_model(const Machine *machine)
{
    return machine->model;
}

/* ---- tokens and passes ---- */

static Status machine_check_tokens(const Machine *machine, const int32_t *tokens, int64_t count, Error *error)
{
    const ModelConfig *config = &machine->model->config;
    int64_t total = (int64_t)machine->token_count + count;
    if (count < 1)
        return error_set(error, STATUS_USAGE, _("prompt: no tokens; give a text or at least one id"));
    if (total > config->context)
        return error_set(
            error, STATUS_OUT_OF_RANGE,
            _("prompt: %lld positions, but %s has a context of %lld; give a shorter text or generate less"),
            (long long)total, machine->model->name, (long long)config->context);
    for (int64_t i = 0; i < count; i++)
        if (tokens[i] < 0 || tokens[i] >= config->vocab)
            return error_set(error, STATUS_OUT_OF_RANGE,
                             _("prompt: token id %d is not in the vocabulary; ids go from 0 to %lld"), tokens[i],
                             (long long)config->vocab - 1);
    return STATUS_OK;
}

static void machine_append_tokens(Machine *machine, const int32_t *tokens, int64_t count)
{
    size_t total = machine->token_count + (size_t)count;
    machine->tokens = memory_grow(machine->tokens, &machine->token_capacity, total, sizeof *machine->tokens);
    memcpy(machine->tokens + machine->token_count, tokens, (size_t)count * sizeof *tokens);
    machine->token_count = total;
}

Status machine_feed(Machine *machine, const int32_t *tokens, int64_t count, const Progress *progress, Error *error)
{
    TRY(machine_check_tokens(machine, tokens, count, error));
    if (machine->pass_count)
        TRY(machine_go(machine, machine_end(machine), progress, error));
    Pass pass = {.first = (int64_t)machine->token_count, .count = count};
    TRY(machine_make_room(machine, &pass, error));
    machine_append_tokens(machine, tokens, count);
    if (machine->mode == MACHINE_REUSE && machine->pass_count)
        machine->passes[machine->pass_count - 1].values = NULL; /* the buffers are the new pass's now */
    machine->passes =
        memory_grow(machine->passes, &machine->pass_capacity, machine->pass_count + 1, sizeof *machine->passes);
    machine->passes[machine->pass_count++] = pass;
    machine->place = (Place){(int)machine->pass_count - 1, 0};
    return STATUS_OK;
}

void machine_clear(Machine *machine)
{
    for (size_t i = 0; i < machine->pass_count; i++)
        machine_free_pass(&machine->passes[i]);
    machine->pass_count = machine->token_count = 0;
    machine->place = (Place){0};
}

int machine_pass_count(const Machine *machine)
{
    return (int)machine->pass_count;
}

int64_t machine_pass_first(const Machine *machine, int pass)
{
    return machine->passes[pass].first;
}

int64_t machine_pass_size(const Machine *machine, int pass)
{
    return machine->passes[pass].count;
}

int machine_pass_of(const Machine *machine, int64_t position)
{
    for (size_t i = 0; i < machine->pass_count; i++)
        if (position >= machine->passes[i].first && position < pass_seen(&machine->passes[i]))
            return (int)i;
    return -1;
}

const int32_t *machine_tokens(const Machine *machine)
{
    return machine->tokens;
}

int64_t machine_position_count(const Machine *machine)
{
    return (int64_t)machine->token_count;
}
