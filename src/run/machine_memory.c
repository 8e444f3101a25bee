/* Where values live: in the KV cache, in a pass's own block, or in buffers shared by liveness. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/translate.h"
#include "run/machine_parts.h"

/* Numbers are laid out in whole cache lines, so that no two values share one. */
static int64_t rounded(int64_t count)
{
    enum { LINE = 16 };
    return (count + LINE - 1) / LINE * LINE;
}

static int64_t value_size(const Machine *machine, ValueId id, int64_t count, int64_t seen)
{
    Shape shape = shape_bind(&machine->model->program.values[id].shape, 0, count, seen);
    return rounded(shape_count(&shape));
}

static Status no_memory(const Machine *machine, int64_t positions, Error *error)
{
    return error_set(error, STATUS_NO_MEMORY,
                     _("%s: no memory for %lld positions; shorten the text or close other programs"),
                     machine->model->name, (long long)positions);
}

/* ---- the cache ---- */

static Status cache_grow_value(Machine *machine, ValueId id, int64_t capacity, Error *error)
{
    CacheRows *cache = &machine->cache[id];
    Real *rows = memory_try_unset((size_t)capacity, (size_t)cache->row * sizeof(Real));
    if (!rows)
        return no_memory(machine, capacity, error);
    if (cache->rows)
        memcpy(rows, cache->rows, (size_t)(machine->cache_capacity * cache->row) * sizeof(Real));
    free(cache->rows);
    cache->rows = rows;
    return STATUS_OK;
}

static void cache_point(Machine *machine, const Pass *pass)
{
    for (ValueId id = 1; id <= machine->model->program.value_count; id++)
        if (machine->cache[id].row)
            pass->values[id] = machine->cache[id].rows + pass->first * machine->cache[id].row;
}

static Status cache_make_room(Machine *machine, int64_t positions, Error *error)
{
    if (positions <= machine->cache_capacity)
        return STATUS_OK;
    int64_t capacity = machine->cache_capacity ? machine->cache_capacity : 64;
    while (capacity < positions)
        capacity *= 2;
    if (capacity > machine->model->config.context)
        capacity = machine->model->config.context;
    for (ValueId id = 1; id <= machine->model->program.value_count; id++)
        if (machine->cache[id].row)
            TRY(cache_grow_value(machine, id, capacity, error));
    machine->cache_capacity = capacity;
    machine_debug_memory(machine, "cache, rows of one value", capacity);
    for (size_t i = 0; i < machine->pass_count; i++)
        if (machine->passes[i].values)
            cache_point(machine, &machine->passes[i]);
    return STATUS_OK;
}

/* ---- a pass's own block ---- */

static Status pass_allocate(Machine *machine, Pass *pass, Error *error)
{
    int value_count = machine->model->program.value_count;
    int64_t total = 0;
    for (ValueId id = 1; id <= value_count; id++)
        if (!machine->cache[id].row)
            total += value_size(machine, id, pass->count, pass_seen(pass));
    pass->block = memory_try_unset((size_t)total, sizeof(Real));
    if (!pass->block)
        return no_memory(machine, pass_seen(pass), error);
    machine_debug_memory(machine, "values of a pass", total);
    pass->values = memory_new((size_t)value_count + 1, sizeof *pass->values);
    Real *next = pass->block;
    for (ValueId id = 1; id <= value_count; id++) {
        if (machine->cache[id].row)
            continue;
        pass->values[id] = next;
        next += value_size(machine, id, pass->count, pass_seen(pass));
    }
    return STATUS_OK;
}

void machine_free_pass(Pass *pass)
{
    if (pass->block)
        free(pass->values); /* else they are the shared ones */
    free(pass->block);
    *pass = (Pass){0};
}

/* ---- shared buffers, planned by liveness ---- */

/* A buffer that values take in turns. */
typedef struct Slot {
    int64_t size;
    int free_after; /* the last instruction that needs what is in it now */
} Slot;

typedef struct Plan {
    Slot *slots;
    size_t count, capacity;
    int *slot_of; /* by ValueId */
} Plan;

/* The value whose memory an in-place op may take over: its first input, when it is read there for the last time. */
static ValueId plan_taken_over(const Machine *machine, const Instruction *line, int at)
{
    const Program *program = &machine->model->program;
    ValueId in = line->in[0];
    bool dies = in && program->values[in].last_use == at && !machine->cache[in].row && line->in[1] != in;
    return line->op->in_place && dies ? in : 0;
}

/* The free slot that wastes least, or a new one. */
static int plan_slot(Plan *plan, int64_t size, int at)
{
    int best = -1;
    for (size_t i = 0; i < plan->count; i++) {
        const Slot *slot = &plan->slots[i];
        bool better = best < 0 || llabs(slot->size - size) < llabs(plan->slots[best].size - size);
        if (slot->free_after < at && better)
            best = (int)i;
    }
    if (best < 0) {
        plan->slots = memory_grow(plan->slots, &plan->capacity, plan->count + 1, sizeof *plan->slots);
        best = (int)plan->count++;
        plan->slots[best] = (Slot){0};
    }
    if (plan->slots[best].size < size)
        plan->slots[best].size = size;
    return best;
}

static void plan_make(const Machine *machine, Plan *plan, int64_t count, int64_t seen)
{
    const Program *program = &machine->model->program;
    plan->slot_of = memory_new((size_t)program->value_count + 1, sizeof *plan->slot_of);
    for (int at = 0; at < program->instruction_count; at++) {
        const Instruction *line = &program->instructions[at];
        const Value *out = &program->values[line->out];
        if (machine->cache[line->out].row)
            continue;
        ValueId heir = plan_taken_over(machine, line, at);
        int slot = heir ? plan->slot_of[heir] : plan_slot(plan, value_size(machine, line->out, count, seen), at);
        bool stays = line->out == program->logits; /* read after the pass, by the sampler */
        plan->slots[slot].free_after = stays ? program->instruction_count : out->last_use;
        plan->slot_of[line->out] = slot;
    }
}

static Status plan_apply(Machine *machine, const Plan *plan, Error *error)
{
    int64_t total = 0;
    for (size_t i = 0; i < plan->count; i++)
        total += plan->slots[i].size;
    free(machine->shared);
    machine->shared = memory_try_unset((size_t)total, sizeof(Real));
    if (!machine->shared)
        return no_memory(machine, machine->planned_seen, error);
    machine_debug_memory(machine, "shared buffers", total);
    for (ValueId id = 1; id <= machine->model->program.value_count; id++) {
        Real *at = machine->shared;
        for (int slot = 0; slot < plan->slot_of[id]; slot++)
            at += plan->slots[slot].size;
        machine->shared_values[id] = at;
    }
    return STATUS_OK;
}

/* A plan serves all passes of as many new positions and at most as many seen ones. */
static Status shared_make_room(Machine *machine, Pass *pass, Error *error)
{
    int64_t seen = pass_seen(pass);
    if (machine->planned_count != pass->count || machine->planned_seen < seen) {
        machine->planned_count = pass->count;
        machine->planned_seen = pass->count > 1 ? seen : machine->cache_capacity;
        for (int i = 0; i < machine->model->program.instruction_count; i++)
            machine->bindings[i].count = 0;
        Plan plan = {0};
        plan_make(machine, &plan, machine->planned_count, machine->planned_seen);
        Status status = plan_apply(machine, &plan, error);
        free(plan.slots);
        free(plan.slot_of);
        TRY(status);
    }
    pass->values = machine->shared_values;
    return STATUS_OK;
}

Status machine_make_room(Machine *machine, Pass *pass, Error *error)
{
    TRY(cache_make_room(machine, pass_seen(pass), error));
    if (machine->mode == MACHINE_KEEP)
        TRY(pass_allocate(machine, pass, error));
    else
        TRY(shared_make_room(machine, pass, error));
    cache_point(machine, pass);
    return STATUS_OK;
}

void machine_free_memory(Machine *machine)
{
    for (size_t i = 0; i < machine->pass_count; i++)
        machine_free_pass(&machine->passes[i]);
    for (ValueId id = 1; id <= machine->model->program.value_count; id++)
        free(machine->cache[id].rows);
    free(machine->passes);
    free(machine->cache);
    free(machine->shared);
    free(machine->shared_values);
}
