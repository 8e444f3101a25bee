/* What the machine writes about itself when a debug switch asks for it (base/debug.h). */
#include <math.h>

#include "run/machine_parts.h"

/* A value's name, shape and first numbers. */
static void write_tensor(FILE *to, const char *role, const char *name, const Tensor *tensor)
{
    enum { FIRST = 4 };
    char shape[96];
    shape_print(&tensor->shape, shape, sizeof shape);
    fprintf(to, "  %-4s %s %s", role, name, shape);
    for (int64_t i = 0, count = shape_count(&tensor->shape); i < count && i < FIRST; i++) {
        int64_t cell[RANK_MAX];
        shape_index(&tensor->shape, i, cell);
        fprintf(to, " %.6g", (double)*tensor_cell(tensor, cell));
    }
    fputc('\n', to);
}

void machine_debug_instruction(const Machine *machine, const Pass *pass, int instruction, const Binding *binding)
{
    const Program *program = &machine->model->program;
    const Instruction *line = &program->instructions[instruction];
    FILE *to = machine->debug.to;
    fprintf(to, "pass %d instruction %d %s\n", (int)(pass - machine->passes), instruction, line->op->name);
    for (int i = 0; i < OP_INPUTS; i++)
        if (line->in[i])
            write_tensor(to, line->op->input[i], program->values[line->in[i]].name, &binding->call.in[i]);
    for (int i = 0; i < OP_WEIGHTS; i++)
        if (line->weight[i])
            write_tensor(to, line->op->weight[i], program->weights[line->weight[i]].name, &binding->call.weight[i]);
    write_tensor(to, "out", program->values[line->out].name, &binding->out);
}

void machine_debug_memory(const Machine *machine, const char *what, int64_t numbers)
{
    if (debug_wants(&machine->debug, DEBUG_MEMORY))
        fprintf(machine->debug.to, "memory: %s, %lld bytes\n", what, (long long)numbers * (long long)sizeof(Real));
}

void machine_debug_edit(const Machine *machine, const Edit *edit)
{
    if (!debug_wants(&machine->debug, DEBUG_EDITS))
        return;
    fprintf(machine->debug.to, "edit: %s", machine->model->program.values[edit->value].name);
    for (size_t i = 0; i < machine->pass_count; i++)
        fprintf(machine->debug.to, "; pass %d kept up to %d", (int)i, machine->passes[i].computed);
    fputc('\n', machine->debug.to);
}
