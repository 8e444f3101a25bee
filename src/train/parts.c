#include "train/parts.h"

#include <stdio.h>

int parts_count(const Model *model)
{
    return model->program.block_count + 2;
}

void parts_of_parameters(const Model *model, int *part)
{
    const Program *program = &model->program;
    int after_embedding = 0, nobody = -1;
    for (int i = 0; i < model->parameters.count; i++)
        part[i] = nobody;
    for (int at = 0; at < program->instruction_count; at++) {
        const Instruction *line = &program->instructions[at];
        int block = program->values[line->out].block;
        int here = block == NO_BLOCK ? after_embedding : 1 + block;
        if (block != NO_BLOCK)
            after_embedding = parts_count(model) - 1;
        for (int i = 0; i < OP_WEIGHTS; i++) {
            int *owner = line->weight[i] ? &part[model->parameters.of_weight[line->weight[i]]] : NULL;
            if (owner && *owner == nobody)
                *owner = here;
        }
    }
}

const char *parts_name(char name[PART_NAME_LENGTH], int part, int count)
{
    if (part == 0)
        return "embed";
    if (part == count - 1)
        return "final";
    snprintf(name, PART_NAME_LENGTH, "blocks.%d", part - 1);
    return name;
}
