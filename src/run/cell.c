#include "run/cell.h"

#include <string.h>

#include "base/translate.h"

static const Program *cell_program(const Machine *machine)
{
    return &machine_model(machine)->program;
}

const char *cell_name(const Machine *machine, CellKind kind, int id)
{
    const Program *program = cell_program(machine);
    return kind == CELL_WEIGHT ? program->weights[id].name : program->values[id].name;
}

Shape cell_shape(const Machine *machine, CellKind kind, int id)
{
    const Program *program = cell_program(machine);
    if (kind == CELL_WEIGHT)
        return program->weights[id].shape;
    int64_t positions = machine_position_count(machine);
    return shape_bind(&program->values[id].shape, 0, positions, positions);
}

void cell_print(const Machine *machine, const Cell *cell, Buffer *out)
{
    Shape shape = cell_shape(machine, cell->kind, cell->id);
    buffer_append_text(out, cell_name(machine, cell->kind, cell->id));
    for (int i = 0; i < shape.rank; i++)
        buffer_format(out, "%s%lld", i ? ", " : "[", (long long)cell->index[i]);
    if (shape.rank)
        buffer_append_text(out, "]");
}

int cell_row_axis(const Shape *shape)
{
    int pos = shape_axis(shape, AXIS_POS);
    return pos >= 0 ? pos : shape_axis(shape, AXIS_QUERY);
}

int64_t cell_positions(const Machine *machine)
{
    if (!machine_pass_count(machine))
        return 0;
    int pass = machine_place(machine).pass;
    return machine_pass_first(machine, pass) + machine_pass_size(machine, pass);
}

/* An error whose WHAT is the cell. */
__attribute__((format(printf, 5, 6))) static Status cell_fail(const Machine *machine, const Cell *cell, Status status,
                                                              Error *error, const char *format, ...)
{
    Buffer text = {0};
    cell_print(machine, cell, &text);
    va_list arguments;
    va_start(arguments, format);
    error_set_v(error, status, format, arguments);
    va_end(arguments);
    if (error)
        error_prefix(error, buffer_text(&text));
    buffer_free(&text);
    return status;
}

/* A key exists for a query only when the query's pass had come so far. */
static Status cell_check_key(const Machine *machine, const Cell *cell, const Shape *shape, Error *error)
{
    int row = cell_row_axis(shape), key = shape_axis(shape, AXIS_KEY);
    if (cell->kind == CELL_WEIGHT || row < 0 || key < 0)
        return STATUS_OK;
    int pass = machine_pass_of(machine, cell->index[row]);
    int64_t seen = machine_pass_first(machine, pass) + machine_pass_size(machine, pass);
    if (cell->index[key] < seen)
        return STATUS_OK;
    return cell_fail(machine, cell, STATUS_OUT_OF_RANGE, error,
                     _("key %lld comes later than the pass that brought query %lld; that pass has keys 0 to %lld"),
                     (long long)cell->index[key], (long long)cell->index[row], (long long)seen - 1);
}

Status cell_check(const Machine *machine, const Cell *cell, Error *error)
{
    Shape shape = cell_shape(machine, cell->kind, cell->id);
    for (int i = 0; i < shape.rank; i++) {
        if (shape.size[i] < 1)
            return cell_fail(machine, cell, STATUS_NOT_COMPUTED, error,
                             _("there is no text yet; give one with prompt TEXT"));
        if (cell->index[i] < 0 || cell->index[i] >= shape.size[i])
            return cell_fail(machine, cell, STATUS_OUT_OF_RANGE, error,
                             _("there is no %s %lld; it goes from 0 to %lld"), axis_name(shape.axis[i]),
                             (long long)cell->index[i], (long long)shape.size[i] - 1);
    }
    return cell_check_key(machine, cell, &shape, error);
}

int cell_pass(const Machine *machine, const Cell *cell, int64_t local[RANK_MAX])
{
    Shape shape = cell_shape(machine, cell->kind, cell->id);
    int row = cell_row_axis(&shape);
    int pass = machine_pass_of(machine, row < 0 ? 0 : cell->index[row]);
    memcpy(local, cell->index, RANK_MAX * sizeof *local);
    if (row >= 0)
        local[row] -= machine_pass_first(machine, pass);
    return pass;
}

static Status cell_not_computed(const Machine *machine, const Cell *cell, int pass, Error *error)
{
    bool here = machine_place(machine).pass == pass;
    const char *name = cell_name(machine, cell->kind, cell->id);
    if (here)
        return cell_fail(machine, cell, STATUS_NOT_COMPUTED, error, _("not computed yet; step past %s"), name);
    return cell_fail(machine, cell, STATUS_NOT_COMPUTED, error,
                     _("not computed at this place; step past %s in the pass that brings position %lld"), name,
                     (long long)machine_pass_first(machine, pass));
}

static void cell_copy(const Tensor *tensor, const int64_t index[RANK_MAX], int64_t count, Real *numbers)
{
    const Real *first = tensor_cell(tensor, index);
    int64_t stride = tensor->stride[tensor->shape.rank - 1];
    for (int64_t i = 0; i < count; i++)
        numbers[i] = first[i * stride];
}

Status cell_read_run(const Machine *machine, const Cell *cell, int64_t count, Real *numbers, Error *error)
{
    if (cell->kind == CELL_WEIGHT) {
        cell_copy(&machine_model(machine)->weights[cell->id], cell->index, count, numbers);
        return STATUS_OK;
    }
    int64_t local[RANK_MAX];
    Tensor tensor;
    int pass = cell_pass(machine, cell, local);
    if (!machine_tensor(machine, pass, cell->id, &tensor))
        return cell_not_computed(machine, cell, pass, error);
    cell_copy(&tensor, local, count, numbers);
    return STATUS_OK;
}

Status cell_read(const Machine *machine, const Cell *cell, Real *number, Error *error)
{
    TRY(cell_check(machine, cell, error));
    return cell_read_run(machine, cell, 1, number, error);
}
