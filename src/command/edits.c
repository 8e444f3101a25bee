#include "command/edits.h"

#include <math.h>
#include <stdlib.h>

#include "base/translate.h"
#include "figure/number.h"

static bool is_position(AxisName axis)
{
    return axis == AXIS_POS || axis == AXIS_QUERY || axis == AXIS_KEY;
}

/* "3", "2:5", "2:" for all from 2 on, or ":" for the whole axis. Positions grow: up to now is not the whole axis. */
static void edits_range(const Edit *edit, const Shape *shape, int axis, Buffer *out)
{
    int64_t from = edit->from[axis], to = edit->to[axis];
    bool open = to == INT64_MAX || (to >= shape->size[axis] && !is_position(shape->axis[axis]));
    if (to == from + 1)
        buffer_format(out, "%lld", (long long)from);
    else if (from > 0)
        buffer_format(out, "%lld:", (long long)from);
    else
        buffer_append_text(out, open ? ":" : "0:");
    if (!open && to != from + 1)
        buffer_format(out, "%lld", (long long)to);
}

/* As few digits as give the number back. */
static void edits_number(Real number, Buffer *out)
{
    char text[NUMBER_LENGTH];
    if (isnan(number)) {
        buffer_append_text(out, "inf - inf");
        return;
    }
    for (int digits = 6; digits <= 17; digits++)
        if ((Real)strtod(number_precise(text, (double)number, digits), NULL) == number)
            break;
    buffer_append_text(out, text);
}

void edits_line(const Machine *machine, const Edit *edit, Buffer *out)
{
    Shape shape = cell_shape(machine, CELL_VALUE, edit->value);
    buffer_format(out, "set %s", cell_name(machine, CELL_VALUE, edit->value));
    for (int i = 0; i < shape.rank; i++) {
        buffer_append_text(out, i ? ", " : "[");
        edits_range(edit, &shape, i, out);
    }
    buffer_append_text(out, shape.rank ? "] = " : " = ");
    edits_number(edit->number, out);
    buffer_append_text(out, "\n");
}

bool edits_fits(const Machine *machine, const Edit *edit)
{
    Shape shape = cell_shape(machine, CELL_VALUE, edit->value);
    for (int i = 0; i < shape.rank; i++) {
        bool open = edit->to[i] == INT64_MAX;
        if (open ? edit->from[i] > 0 && edit->from[i] >= shape.size[i] : edit->to[i] > shape.size[i])
            return false;
    }
    return true;
}

void edits_list(Session *session)
{
    const Machine *machine = session->machine;
    int count = machine_edit_count(machine);
    if (!count)
        buffer_append_text(&session->output, _("there are no edits yet\n"));
    for (int i = 0; i < count; i++)
        edits_line(machine, &machine_edits(machine)[i], &session->output);
}
