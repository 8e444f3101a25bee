#include "session/sheet.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/translate.h"

SheetAxes sheet_axes(const Shape *shape)
{
    SheetAxes axes = {.head = shape_axis(shape, AXIS_HEAD)};
    if (axes.head < 0)
        axes.head = shape_axis(shape, AXIS_KV_HEAD);
    if (shape->rank < 3)
        axes.head = -1;
    axes.row = axes.head == 0 ? 1 : 0;
    axes.column = shape->rank - 1;
    return axes;
}

int sheet_heads(const Machine *machine, ValueId value)
{
    const Shape *shape = &machine_model(machine)->program.values[value].shape;
    int axis = sheet_axes(shape).head;
    return axis < 0 ? 0 : (int)shape->size[axis];
}

ValueId sheet_mask(const Program *program, ValueId value)
{
    const Instruction *line = &program->instructions[program->values[value].instruction];
    if (line->op == &op_mask)
        return value;
    if (line->op != &op_softmax)
        return 0;
    const Instruction *before = &program->instructions[program->values[line->in[0]].instruction];
    return before->op == &op_mask ? line->in[0] : 0;
}

/* One row of one pass's tensor: its numbers, and what the mask says about them. */
static void sheet_read_row(Sheet *sheet, SheetAxes axes, const Tensor *tensor, const Tensor *mask, int64_t first,
                           int64_t row)
{
    int64_t index[RANK_MAX] = {0}, known = tensor->shape.size[axes.column], stride = tensor->stride[axes.column];
    if (axes.head >= 0)
        index[axes.head] = sheet->head;
    index[axes.row] = row;
    const Real *numbers = tensor_cell(tensor, index), *hidden = mask ? tensor_cell(mask, index) : NULL;
    float *values = sheet->values + (first + row) * sheet->columns;
    unsigned char *states = sheet->states + (first + row) * sheet->columns;
    for (int64_t column = 0; column < known; column++) {
        values[column] = (float)numbers[column * stride];
        bool masked = hidden && hidden[column * stride] == -INFINITY;
        states[column] = masked ? CELL_MASKED : (unsigned char)cell_state(values[column]);
    }
    for (int64_t column = known; column < sheet->columns; column++) /* keys of later passes */
        states[column] = mask ? CELL_MASKED : CELL_NOT_COMPUTED;
}

static void sheet_read_pass(const Machine *machine, Sheet *sheet, SheetAxes axes, int pass)
{
    Tensor tensor, mask;
    ValueId mask_value = sheet_mask(&machine_model(machine)->program, sheet->value);
    if (!machine_tensor(machine, pass, sheet->value, &tensor))
        return;
    bool has_mask = mask_value && machine_tensor(machine, pass, mask_value, &mask);
    for (int64_t row = 0; row < tensor.shape.size[axes.row]; row++)
        sheet_read_row(sheet, axes, &tensor, has_mask ? &mask : NULL, machine_pass_first(machine, pass), row);
}

Status sheet_read(const Machine *machine, ValueId value, int head, Sheet *sheet, Error *error)
{
    const Value *about = &machine_model(machine)->program.values[value];
    int64_t positions = machine_position_count(machine);
    Shape shape = shape_bind(&about->shape, 0, positions, positions);
    SheetAxes axes = sheet_axes(&shape);
    *sheet = (Sheet){.value = value, .head = axes.head < 0 ? -1 : head};
    sheet->rows = (int)shape.size[axes.row];
    sheet->columns = (int)shape.size[axes.column];
    sheet->row_axis = shape.axis[axes.row];
    sheet->column_axis = shape.axis[axes.column];
    sheet->values = memory_try((size_t)sheet->rows * (size_t)sheet->columns + 1, sizeof *sheet->values);
    sheet->states = memory_try((size_t)sheet->rows * (size_t)sheet->columns + 1, 1);
    if (!sheet->values || !sheet->states)
        return error_set(error, STATUS_NO_MEMORY, _("%s: no memory for %d x %d cells; shorten the text"), about->name,
                         sheet->rows, sheet->columns);
    for (size_t i = 0; i < (size_t)sheet->rows * (size_t)sheet->columns; i++)
        sheet->states[i] = CELL_NOT_COMPUTED;
    for (int pass = 0; pass < machine_pass_count(machine); pass++)
        sheet_read_pass(machine, sheet, axes, pass);
    return STATUS_OK;
}

void sheet_free(Sheet *sheet)
{
    free(sheet->values);
    free(sheet->states);
    *sheet = (Sheet){0};
}
