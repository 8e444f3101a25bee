#include "program/program.h"

#include <stdlib.h>
#include <string.h>

#include "base/translate.h"

ValueId program_find_value(const Program *program, const char *name, size_t length)
{
    const int32_t *id = map_find(&program->value_names, name, length);
    return id ? *id : 0;
}

WeightId program_find_weight(const Program *program, const char *name, size_t length)
{
    const int32_t *id = map_find(&program->weight_names, name, length);
    return id ? *id : 0;
}

/* A value whose name ends like the one asked for, to suggest: "pattern" -> "blocks.0.attn.pattern". */
static const char *program_suggest(const Program *program, const char *name)
{
    const char *last_dot = strrchr(name, '.');
    const char *stem = last_dot ? last_dot + 1 : name;
    for (ValueId id = 1; id <= program->value_count; id++)
        if (*stem && strstr(program->values[id].name, stem))
            return program->values[id].name;
    return program->values[1].name;
}

Status program_find_instruction(const Program *program, const char *name, int *instruction, Error *error)
{
    ValueId value = program_find_value(program, name, strlen(name));
    if (!value)
        return error_set(error, STATUS_NOT_FOUND, _("%s: no value of that name; try %s, or list them all with trace"),
                         name, program_suggest(program, name));
    *instruction = program->values[value].instruction;
    return STATUS_OK;
}

const char *program_name(const Program *program, int instruction)
{
    return program->values[program->instructions[instruction].out].name;
}

void program_call(const Program *program, int instruction, Call *call)
{
    const Instruction *line = &program->instructions[instruction];
    *call = (Call){.params = &line->params, .threads = 1};
    for (int i = 0; i < OP_INPUTS; i++) {
        if (!line->in[i])
            continue;
        Shape *shape = &call->in[i].shape;
        *shape = program->values[line->in[i]].shape;
        if (line->op->reads_past[i] && shape->size[0] == SIZE_NEW)
            shape->size[0] = SIZE_SEEN;
    }
    for (int i = 0; i < OP_WEIGHTS; i++)
        if (line->weight[i])
            call->weight[i] = tensor_over(NULL, &program->weights[line->weight[i]].shape);
}

const char *instruction_formula(const Instruction *line)
{
    for (int i = 0; i < OP_WEIGHTS; i++)
        if (line->op->optional[i] && !line->weight[i])
            return line->op->formula_bare;
    return line->op->formula;
}

Cost program_cost(const Program *program, int instruction, int64_t new_positions, int64_t seen)
{
    const Instruction *line = &program->instructions[instruction];
    Call call;
    program_call(program, instruction, &call);
    for (int i = 0; i < OP_INPUTS; i++)
        call.in[i].shape = shape_bind(&call.in[i].shape, 0, new_positions, seen);
    call.first_position = seen - new_positions;
    Shape out = shape_bind(&program->values[line->out].shape, 0, new_positions, seen);
    return line->op->cost(&call, &out);
}

void program_free(Program *program)
{
    free(program->instructions);
    free(program->values);
    free(program->weights);
    map_free(&program->value_names);
    map_free(&program->weight_names);
    arena_free(&program->arena);
    *program = (Program){0};
}
