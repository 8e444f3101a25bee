#include "program/builder.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/translate.h"

struct ProgramBuilder {
    Program program;
    size_t instruction_capacity, value_capacity, weight_capacity;
    int block;
    Error error; /* the first one; status OK while there is none */
};

ProgramBuilder *program_build_begin(void)
{
    ProgramBuilder *builder = memory_new(1, sizeof *builder);
    builder->block = NO_BLOCK;
    return builder;
}

void program_block(ProgramBuilder *builder, int block)
{
    builder->block = block;
    if (block >= builder->program.block_count)
        builder->program.block_count = block + 1;
}

static const char *builder_name(ProgramBuilder *builder, const char *name)
{
    if (builder->block == NO_BLOCK)
        return arena_text(&builder->program.arena, name, strlen(name));
    return arena_format(&builder->program.arena, "blocks.%d.%s", builder->block, name);
}

static bool builder_failed(const ProgramBuilder *builder)
{
    return builder->error.status != STATUS_OK;
}

static void builder_register(ProgramBuilder *builder, Map *names, const char *name, int id)
{
    if (!map_add(names, name, strlen(name), id))
        error_set(&builder->error, STATUS_BAD_DATA, _("%s: named twice in the program; rename one"), name);
}

static ValueId builder_add_value(ProgramBuilder *builder, const char *name, const Shape *shape)
{
    Program *program = &builder->program;
    ValueId id = ++program->value_count;
    program->values = memory_grow(program->values, &builder->value_capacity, (size_t)id + 1, sizeof(Value));
    program->values[id] = (Value){
        .name = name,
        .shape = *shape,
        .instruction = program->instruction_count,
        .last_use = program->instruction_count,
        .block = builder->block,
    };
    builder_register(builder, &program->value_names, name, id);
    return id;
}

/* The line's inputs live at least until it, and those whose past it reads live in the cache. */
static void builder_use_inputs(Program *program, const Line *line)
{
    for (int i = 0; i < OP_INPUTS; i++) {
        if (!line->in[i])
            continue;
        program->values[line->in[i]].last_use = program->instruction_count;
        if (line->op->reads_past[i])
            program->values[line->in[i]].cached = true;
    }
}

ValueId program_line(ProgramBuilder *builder, Line line)
{
    if (builder_failed(builder))
        return 0;
    Program *program = &builder->program;
    size_t needed = (size_t)program->instruction_count + 1;
    program->instructions =
        memory_grow(program->instructions, &builder->instruction_capacity, needed, sizeof(Instruction));
    Instruction *instruction = &program->instructions[program->instruction_count];
    *instruction = (Instruction){.op = line.op, .params = line.params};
    memcpy(instruction->in, line.in, sizeof instruction->in);
    memcpy(instruction->weight, line.weight, sizeof instruction->weight);

    const char *name = builder_name(builder, line.name);
    Call call;
    Shape shape;
    program_call(program, program->instruction_count, &call);
    if (line.op->shape(&call, &shape, &builder->error) != STATUS_OK) {
        error_prefix(&builder->error, name);
        return 0;
    }
    builder_use_inputs(program, &line);
    instruction->out = builder_add_value(builder, name, &shape);
    program->instruction_count++;
    return instruction->out;
}

/* A checkpoint's name for the current block: its %d replaced by the block's number. */
static const char *builder_tensor_name(ProgramBuilder *builder, const char *name)
{
    Arena *arena = &builder->program.arena;
    const char *percent = strstr(name, "%d");
    if (!percent)
        return arena_text(arena, name, strlen(name));
    return arena_format(arena, "%.*s%d%s", (int)(percent - name), name, builder->block, percent + 2);
}

WeightId program_weight(ProgramBuilder *builder, const char *name, Shape shape, WeightSource source)
{
    if (builder_failed(builder))
        return 0;
    Program *program = &builder->program;
    WeightId id = ++program->weight_count;
    program->weights = memory_grow(program->weights, &builder->weight_capacity, (size_t)id + 1, sizeof(Weight));
    source.tensor = builder_tensor_name(builder, source.tensor);
    const char *full_name = builder_name(builder, name);
    program->weights[id] = (Weight){.name = full_name, .shape = shape, .source = source};
    builder_register(builder, &program->weight_names, full_name, id);
    return id;
}

void program_alias(ProgramBuilder *builder, ValueId value, const char *name)
{
    if (builder_failed(builder))
        return;
    Value *entry = &builder->program.values[value];
    entry->alias = builder_name(builder, name);
    builder_register(builder, &builder->program.value_names, entry->alias, value);
}

double *program_numbers(ProgramBuilder *builder, int64_t count)
{
    return arena_new(&builder->program.arena, (size_t)count, sizeof(double));
}

Status program_build_end(ProgramBuilder *builder, Program *program, Error *error)
{
    Status status = builder->error.status;
    if (status != STATUS_OK) {
        program_free(&builder->program);
        if (error)
            *error = builder->error;
    } else {
        *program = builder->program;
        program->logits = program_find_value(program, "logits", strlen("logits"));
        program->probs = program_find_value(program, "probs", strlen("probs"));
    }
    free(builder);
    return status;
}
