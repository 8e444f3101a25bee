#include "run/machine.h"

#include <math.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "model/weights.h"
#include "run/machine_parts.h"
#include "tensor/vector.h"

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
        return error_set(error, STATUS_USAGE, "prompt: no tokens; give a text or at least one id");
    if (total > config->context)
        return error_set(error, STATUS_OUT_OF_RANGE,
                         "prompt: %lld positions, but %s has a context of %lld; give a shorter text or generate less",
                         (long long)total, machine->model->name, (long long)config->context);
    for (int64_t i = 0; i < count; i++)
        if (tokens[i] < 0 || tokens[i] >= config->vocab)
            return error_set(error, STATUS_OUT_OF_RANGE,
                             "prompt: token id %d is not in the vocabulary; ids go from 0 to %lld", tokens[i],
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

/* ---- moving ---- */

bool place_before(Place a, Place b)
{
    return a.pass < b.pass || (a.pass == b.pass && a.pc < b.pc);
}

Place machine_place(const Machine *machine)
{
    return machine->place;
}

Place machine_end(const Machine *machine)
{
    if (!machine->pass_count)
        return (Place){0};
    return (Place){(int)machine->pass_count - 1, machine->instruction_end};
}

/* Logits that are no numbers mean damaged weights, unless somebody wrote such cells by hand. */
static Status machine_check_logits(const Machine *machine, const Tensor *logits, Error *error)
{
    if (machine->edit_count || isfinite(vector_sum(logits->data, shape_count(&logits->shape))))
        return STATUS_OK;
    TRY(weights_check_finite(machine->model, error));
    return error_set(
        error, STATUS_BAD_DATA,
        "%s: the logits overflow float32 though all weights are finite; the checkpoint is damaged, fetch it again",
        machine->model->folder);
}

static Status machine_execute(Machine *machine, Pass *pass, Error *error)
{
    const Program *program = &machine->model->program;
    const Instruction *line = &program->instructions[pass->computed];
    Binding *binding = machine_binding(machine, pass, pass->computed);
    line->op->forward(&binding->call, &binding->out);
    if (machine->edit_count)
        machine_apply_edits(machine, pass, line->out, &binding->out);
    if (debug_wants(&machine->debug, DEBUG_INSTRUCTIONS))
        machine_debug_instruction(machine, pass, pass->computed, binding);
    if (line->out == program->logits)
        TRY(machine_check_logits(machine, &binding->out, error));
    pass->computed++;
    return STATUS_OK;
}

static Status machine_run_pass(Machine *machine, Pass *pass, int until, const Progress *progress, Error *error)
{
    while (pass->computed < until) {
        /* A single position is quick; to ask after each of its instructions would cost more than they do. */
        bool ask = pass->count > 1 || pass->computed == 0;
        if (ask && !progress_report(progress, (double)pass->computed / machine->instruction_end))
            return error_set(error, STATUS_CANCELLED, "run: stopped before %s; continue with finish",
                             program_name(&machine->model->program, pass->computed));
        TRY(machine_execute(machine, pass, error));
    }
    return STATUS_OK;
}

Status machine_go(Machine *machine, Place place, const Progress *progress, Error *error)
{
    if (!machine->pass_count)
        return error_set(error, STATUS_NOT_COMPUTED, "run: there is no text yet; give one with prompt TEXT");
    for (int i = 0; i <= place.pass && i < (int)machine->pass_count; i++) {
        Pass *pass = &machine->passes[i];
        int until = i < place.pass || place.pc > machine->instruction_end ? machine->instruction_end : place.pc;
        Status status = machine_run_pass(machine, pass, until, progress, error);
        if (status != STATUS_OK) {
            machine->place = (Place){i, pass->computed};
            return status;
        }
    }
    machine->place = place;
    return STATUS_OK;
}

/* The last pass is the only one whose end is a place of its own: elsewhere it is the start of the next. */
static Place place_normal(const Machine *machine, Place place)
{
    if (place.pc >= machine->instruction_end && place.pass + 1 < (int)machine->pass_count)
        return (Place){place.pass + 1, 0};
    return place;
}

Place machine_place_after(const Machine *machine, int64_t instructions)
{
    if (!machine->pass_count)
        return (Place){0};
    int64_t length = machine->instruction_end;
    int64_t at = machine->place.pass * length + machine->place.pc + instructions;
    int64_t end = (int64_t)machine->pass_count * length;
    if (at >= end)
        return machine_end(machine);
    if (at < 0)
        at = 0;
    return (Place){(int)(at / length), (int)(at % length)};
}

/* The block of the instruction at a place. */
static int place_block(const Machine *machine, int pc)
{
    const Program *program = &machine->model->program;
    return program->values[program->instructions[pc].out].block;
}

Place machine_place_next_block(const Machine *machine)
{
    Place place = place_normal(machine, machine->place);
    if (!machine->pass_count || place.pc >= machine->instruction_end)
        return place;
    int block = place_block(machine, place.pc);
    while (place.pc < machine->instruction_end && place_block(machine, place.pc) == block)
        place.pc++;
    return place;
}

Place machine_place_finish(const Machine *machine)
{
    Place place = place_normal(machine, machine->place);
    return (Place){place.pass, machine->pass_count ? machine->instruction_end : 0};
}

Place machine_place_break(const Machine *machine)
{
    const Program *program = &machine->model->program;
    Place place = place_normal(machine, machine->place);
    if (!machine->pass_count)
        return place;
    for (place.pc++; place.pc < machine->instruction_end; place.pc++)
        if (machine->breakpoints[program->instructions[place.pc].out])
            return place;
    return machine_place_finish(machine);
}

void machine_set_breakpoint(Machine *machine, ValueId value, bool on)
{
    machine->breakpoints[value] = on;
}

bool machine_has_breakpoint(const Machine *machine, ValueId value)
{
    return machine->breakpoints[value];
}

/* ---- looking ---- */

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
