#include "run/explain.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static const Instruction *explain_line(const Machine *machine, const Cell *cell)
{
    const Program *program = &machine_model(machine)->program;
    return &program->instructions[program->values[cell->id].instruction];
}

/* An operand's index is that of the call's tensor, whose row 0 is the pass's first position unless the op
 * reads the past there: then it is position 0. */
static Cell explain_operand(const Machine *machine, const Instruction *line, int pass, const Operand *operand)
{
    Cell cell = {.kind = CELL_WEIGHT};
    memcpy(cell.index, operand->cell, sizeof cell.index);
    if (operand->kind == OPERAND_WEIGHT) {
        cell.id = line->weight[operand->slot];
        return cell;
    }
    cell.kind = CELL_VALUE;
    cell.id = line->in[operand->slot];
    int row = cell_row_axis(&machine_model(machine)->program.values[cell.id].shape);
    if (row >= 0 && !line->op->reads_past[operand->slot])
        cell.index[row] += machine_pass_first(machine, pass);
    return cell;
}

static void explain_value(const Machine *machine, CellExplanation *out)
{
    const Instruction *line = explain_line(machine, &out->cell);
    int instruction = machine_model(machine)->program.values[out->cell.id].instruction;
    int64_t local[RANK_MAX];
    int pass = cell_pass(machine, &out->cell, local);
    Call call;
    Tensor tensor;
    machine_call(machine, pass, instruction, &call, &tensor);
    line->op->explain(&call, &tensor, local, &out->explanation);
    out->op = line->op;
    out->formula = instruction_formula(line);
    out->edited = machine_is_edited(machine, out->cell.id, out->cell.index);
    out->operands = memory_new(out->explanation.operand_count, sizeof *out->operands);
    for (size_t i = 0; i < out->explanation.operand_count; i++)
        out->operands[i] = explain_operand(machine, line, pass, &out->explanation.operands[i]);
}

/* An embedding's row is about the token at its position; a cell with a vocab axis is about that token. */
static int32_t explain_token(const Machine *machine, const Cell *cell)
{
    Shape shape = cell_shape(machine, cell->kind, cell->id);
    int vocab = shape_axis(&shape, AXIS_VOCAB);
    if (vocab >= 0)
        return (int32_t)cell->index[vocab];
    if (cell->kind == CELL_WEIGHT)
        return -1;
    const Instruction *line = explain_line(machine, cell);
    bool by_token = line->op == &op_embedding && line->params.embedding.index == EMBEDDING_TOKENS;
    return by_token ? machine_tokens(machine)[cell->index[0]] : -1;
}

Status explain_cell(const Machine *machine, const Cell *cell, CellExplanation *out, Error *error)
{
    Real number;
    *out = (CellExplanation){.cell = *cell};
    TRY(cell_read(machine, cell, &number, error));
    out->number = number;
    out->token = explain_token(machine, cell);
    if (cell->kind == CELL_VALUE)
        explain_value(machine, out);
    return STATUS_OK;
}

void explain_free(CellExplanation *explanation)
{
    explanation_free(&explanation->explanation);
    free(explanation->operands);
    *explanation = (CellExplanation){0};
}
