/* Going from place to place: forward by running instructions, backward by forgetting nothing. */
#include <math.h>

#include "base/translate.h"
#include "model/weights.h"
#include "run/machine_parts.h"
#include "tensor/vector.h"

/* Logits that are no numbers mean damaged weights, unless somebody wrote such cells by hand. */
static Status machine_check_logits(const Machine *machine, const Tensor *logits, Error *error)
{
    if (machine->edit_count || isfinite(vector_sum(logits->data, shape_count(&logits->shape))))
        return STATUS_OK;
    TRY(weights_check_finite(machine->model, error));
    return error_set(
        error, STATUS_BAD_DATA,
        _("%s: the logits overflow float32 though all weights are finite; the checkpoint is damaged, fetch it again"),
        machine->model->folder);
}

static Status machine_execute(Machine *machine, Pass *pass, Error *error)
{
    const Program *program = &machine->model->program;
    const Instruction *line = &program->instructions[pass->computed];
    Binding *binding = machine_binding(machine, pass, pass->computed);
    line->op->forward(&binding->call, &binding->out);
    if (machine->edit_count)
        machine_apply_edits(machine, pass, line->out, &binding->out);
    if (debug_wants(&machine->debug, DEBUG_INSTRUCTIONS))
        machine_debug_instruction(machine, pass, pass->computed, binding);
    if (line->out == program->logits)
        TRY(machine_check_logits(machine, &binding->out, error));
    pass->computed++;
    return STATUS_OK;
}

static Status machine_run_pass(Machine *machine, Pass *pass, int until, const Progress *progress, Error *error)
{
    while (pass->computed < until) {
        /* A single position is quick; to ask after each of its instructions would cost more than they do. */
        bool ask = pass->count > 1 || pass->computed == 0;
        if (ask && !progress_report(progress, (double)pass->computed / machine->instruction_end))
            return error_set(error, STATUS_CANCELLED, _("run: stopped before %s; continue with finish"),
                             program_name(&machine->model->program, pass->computed));
        TRY(machine_execute(machine, pass, error));
    }
    return STATUS_OK;
}

Status machine_go(Machine *machine, Place place, const Progress *progress, Error *error)
{
    if (!machine->pass_count)
        return error_set(error, STATUS_NOT_COMPUTED, _("run: there is no text yet; give one with prompt TEXT"));
    for (int i = 0; i <= place.pass && i < (int)machine->pass_count; i++) {
        Pass *pass = &machine->passes[i];
        int until = i < place.pass || place.pc > machine->instruction_end ? machine->instruction_end : place.pc;
        Status status = machine_run_pass(machine, pass, until, progress, error);
        if (status != STATUS_OK) {
            machine->place = (Place){i, pass->computed};
            return status;
        }
    }
    machine->place = place;
    return STATUS_OK;
}
