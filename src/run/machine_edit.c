/* Edits: cells that a person overwrites to see what depends on them. */
#include <stdint.h>

#include "base/memory.h"
#include "base/translate.h"
#include "run/machine_parts.h"

/* The axis of a value that counts positions by pass: its rows or queries; -1 where it has none. */
static int edit_row_axis(const Machine *machine, ValueId value)
{
    const Shape *shape = &machine->model->program.values[value].shape;
    for (int i = 0; i < shape->rank; i++)
        if (shape->size[i] == SIZE_NEW)
            return i;
    return -1;
}

/* The edit's bounds within one pass's tensor; false where they do not meet. */
static bool edit_clip(const Machine *machine, const Edit *edit, const Pass *pass, const Tensor *out,
                      int64_t from[RANK_MAX], int64_t to[RANK_MAX])
{
    int row_axis = edit_row_axis(machine, edit->value);
    for (int i = 0; i < out->shape.rank; i++) {
        int64_t shift = i == row_axis ? pass->first : 0;
        from[i] = edit->from[i] - shift > 0 ? edit->from[i] - shift : 0;
        to[i] = edit->to[i] - shift < out->shape.size[i] ? edit->to[i] - shift : out->shape.size[i];
        if (from[i] >= to[i])
            return false;
    }
    return true;
}

static void edit_write(const Edit *edit, const int64_t from[RANK_MAX], const int64_t to[RANK_MAX], Tensor *out)
{
    Shape part = out->shape;
    for (int i = 0; i < part.rank; i++)
        part.size[i] = to[i] - from[i];
    for (int64_t n = 0, count = shape_count(&part); n < count; n++) {
        int64_t cell[RANK_MAX];
        shape_index(&part, n, cell);
        for (int i = 0; i < part.rank; i++)
            cell[i] += from[i];
        *tensor_cell(out, cell) = edit->number;
    }
}

void machine_apply_edits(const Machine *machine, const Pass *pass, ValueId value, Tensor *out)
{
    for (size_t i = 0; i < machine->edit_count; i++) {
        int64_t from[RANK_MAX], to[RANK_MAX];
        const Edit *edit = &machine->edits[i];
        if (edit->value == value && edit_clip(machine, edit, pass, out, from, to))
            edit_write(edit, from, to, out);
    }
}

/* What an edit touches has to run again, and so has all that comes after it. */
static void machine_invalidate(Machine *machine, const Edit *edit)
{
    int instruction = machine->model->program.values[edit->value].instruction;
    int row_axis = edit_row_axis(machine, edit->value);
    int64_t first_row = row_axis < 0 ? 0 : edit->from[row_axis];
    bool reached = false;
    for (size_t i = 0; i < machine->pass_count; i++) {
        Pass *pass = &machine->passes[i];
        if (pass_seen(pass) <= first_row)
            continue;
        /* Passes after the first that is touched see it through the cache: in their first instructions already. */
        int keep = reached ? 0 : instruction;
        if (pass->computed > keep)
            pass->computed = keep;
        reached = true;
    }
    machine_debug_edit(machine, edit);
}

Status machine_edit(Machine *machine, const Edit *edit, const Progress *progress, Error *error)
{
    if (machine->mode != MACHINE_KEEP)
        return error_set(error, STATUS_UNSUPPORTED,
                         _("edit: this machine keeps no values to run again from; use one that does"));
    machine->edits = memory_grow(machine->edits, &machine->edit_capacity, machine->edit_count + 1, sizeof *edit);
    machine->edits[machine->edit_count++] = *edit;
    machine_invalidate(machine, edit);
    return machine->pass_count ? machine_go(machine, machine->place, progress, error) : STATUS_OK;
}

Status machine_undo_edit(Machine *machine, const Progress *progress, Error *error)
{
    if (!machine->edit_count)
        return error_set(error, STATUS_NOT_FOUND,
                         _("undo: there is no edit to take back; make one with set or ablate"));
    Edit edit = machine->edits[--machine->edit_count];
    machine_invalidate(machine, &edit);
    return machine->pass_count ? machine_go(machine, machine->place, progress, error) : STATUS_OK;
}

int machine_edit_count(const Machine *machine)
{
    return (int)machine->edit_count;
}

const Edit *machine_edits(const Machine *machine)
{
    return machine->edits;
}

bool machine_is_edited(const Machine *machine, ValueId value, const int64_t index[RANK_MAX])
{
    int rank = machine->model->program.values[value].shape.rank;
    for (size_t i = 0; i < machine->edit_count; i++) {
        const Edit *edit = &machine->edits[i];
        bool inside = edit->value == value;
        for (int axis = 0; inside && axis < rank; axis++)
            inside = index[axis] >= edit->from[axis] && index[axis] < edit->to[axis];
        if (inside)
            return true;
    }
    return false;
}
