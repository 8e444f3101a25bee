/* A pass for those who have no terminal: one paragraph of text, one line an instruction. */
#include "base/translate.h"
#include "figure/number.h"
#include "tui/tui_parts.h"

enum { NUMBERS = 4, LIKELY = 5 };

/* "-0.1234 0.5 1e-5 …": the first numbers of the last row. */
static void walk_numbers(const Tensor *tensor, Buffer *out)
{
    char number[NUMBER_LENGTH];
    int64_t count = shape_count(&tensor->shape), width = tensor->shape.size[tensor->shape.rank - 1];
    const Real *row = tensor->data + count - width;
    for (int64_t i = 0; i < width && i < NUMBERS; i++)
        buffer_format(out, " %s", number_format(number, (double)row[i], NUMBER_WIDTH));
    buffer_append_text(out, width > NUMBERS ? " …\n" : "\n");
}

static void walk_instruction(const Session *session, int pass, int at, Buffer *out)
{
    const Program *program = &session->model->program;
    const Instruction *line = &program->instructions[at];
    Tensor tensor;
    char shape[96];
    if (!machine_tensor(session->machine, pass, line->out, &tensor))
        return;
    shape_print(&tensor.shape, shape, sizeof shape);
    buffer_format(out, "%3d  %-26s %-9s  %-30s", at, program->values[line->out].name, line->op->name, shape);
    walk_numbers(&tensor, out);
}

static Status walk_likely(const Session *session, Buffer *out, Error *error)
{
    char number[NUMBER_LENGTH];
    Sampler preview;
    TRY(session_preview(session, &preview, error));
    const Sample *sample = &preview.sample;
    buffer_append_text(out, _("\nmost probable next tokens:"));
    for (int i = 0; i < LIKELY && i < sample->vocab; i++) {
        buffer_append_text(out, i ? ", “" : " “");
        session_token(session, sample->order[i], out);
        buffer_format(out, "” %s", number_format(number, (double)sample->raw[sample->order[i]], 0));
    }
    buffer_append_text(out, "\n");
    sampler_free(&preview);
    return STATUS_OK;
}

Status tui_plain_walk(Session *session, Buffer *out, Error *error)
{
    TRY(start_text(session, error));
    Place place = machine_place(session->machine);
    TRY(session_go(session, machine_place_finish(session->machine), error));
    const Machine *machine = session->machine;
    Buffer text = {0};
    session_text(session, &text);
    buffer_format(out,
                  _("%s, pass %d: “%s”, %lld positions; each line ends with the first numbers of its last row\n\n"),
                  session->model->name, place.pass, buffer_text(&text), (long long)machine_position_count(machine));
    buffer_free(&text);
    for (int at = 0; at < session->model->program.instruction_count; at++)
        walk_instruction(session, place.pass, at, out);
    bool last = place.pass == machine_pass_count(machine) - 1;
    return last ? walk_likely(session, out, error) : STATUS_OK;
}
