/* Does the KV cache change anything? All positions once more in one pass, where nothing is read from the cache. */
#include <math.h>

#include "session/session.h"

#include "base/translate.h"

/* How many positions, from the first, have logits. */
static int64_t positions_done(const Machine *machine, ValueId logits)
{
    int pass = 0;
    while (machine_has(machine, pass, logits))
        pass++;
    return pass ? machine_pass_first(machine, pass - 1) + machine_pass_size(machine, pass - 1) : 0;
}

/* The machine's logits of one pass against the same rows of `whole`, which has all positions. */
static void compare_pass(const Machine *machine, int pass, ValueId logits, const Tensor *whole, Recomputed *result)
{
    Tensor rows;
    if (!machine_tensor(machine, pass, logits, &rows))
        return;
    int64_t first = machine_pass_first(machine, pass);
    for (int64_t row = 0; row < rows.shape.size[0]; row++)
        for (int64_t id = 0; id < rows.shape.size[1]; id++) {
            double with = (double)*tensor_cell(&rows, (int64_t[RANK_MAX]){row, id});
            double without = (double)*tensor_cell(whole, (int64_t[RANK_MAX]){first + row, id});
            double difference = with == without ? 0 : fabs(with - without); /* equal infinities are equal */
            result->difference = difference > result->difference || isnan(difference) ? difference : result->difference;
            result->magnitude = fmax(result->magnitude, fabs(with));
        }
}

static Status run_at_once(Session *session, Machine *whole, int64_t count, Error *error)
{
    const Machine *machine = session->machine;
    for (int i = 0; i < machine_edit_count(machine); i++)
        TRY(machine_edit(whole, &machine_edits(machine)[i], NULL, error));
    TRY(machine_feed(whole, machine_tokens(machine), count, &session->progress, error));
    return machine_go(whole, machine_end(whole), &session->progress, error);
}

Status session_recompute(Session *session, Error *error)
{
    const Machine *machine = session->machine;
    ValueId logits = session->model->program.logits;
    int64_t count = positions_done(machine, logits);
    if (!count)
        return error_set(error, STATUS_NOT_COMPUTED,
                         _("recompute: there are no logits to compare yet; run the pass to its end with finish"));
    Machine *whole = machine_new(session->model, MACHINE_KEEP, 0);
    Recomputed result = {.positions = count, .vocab = session->model->config.vocab};
    Tensor all;
    Status status = run_at_once(session, whole, count, error);
    if (status == STATUS_OK && machine_tensor(whole, 0, logits, &all))
        for (int pass = 0; machine_has(machine, pass, logits); pass++)
            compare_pass(machine, pass, logits, &all, &result);
    machine_free(whole);
    if (status == STATUS_OK)
        session->recomputed = result;
    return status;
}
