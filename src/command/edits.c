#include "command/edits.h"

#include "base/translate.h"
#include "figure/number.h"

/* "3", "2:5", or ":" for the whole axis. */
static void edits_range(int64_t from, int64_t to, int64_t dim, Buffer *out)
{
    if (from == 0 && to >= dim)
        buffer_append_text(out, ":");
    else if (to == from + 1)
        buffer_format(out, "%lld", (long long)from);
    else
        buffer_format(out, "%lld:%lld", (long long)from, (long long)to);
}

static void edits_line(const Machine *machine, const Edit *edit, Buffer *out)
{
    char number[NUMBER_LENGTH];
    Shape shape = cell_shape(machine, CELL_VALUE, edit->value);
    buffer_format(out, "set %s", cell_name(machine, CELL_VALUE, edit->value));
    for (int i = 0; i < shape.rank; i++) {
        buffer_append_text(out, i ? ", " : "[");
        edits_range(edit->from[i], edit->to[i], shape.size[i], out);
    }
    buffer_format(out, "%s = %s\n", shape.rank ? "]" : "", number_precise(number, (double)edit->number, 6));
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
