#include "command/moving.h"

#include "base/translate.h"

static Status step_run(Session *session, const Arguments *arguments, Error *error)
{
    int64_t count = 1;
    TRY(arguments_int(arguments, 0, "step", 1, INT32_MAX, &count, error));
    Place there = machine_place_after(session->machine, count);
    if (!moving_ahead(session, there))
        return error_set(error, STATUS_OUT_OF_RANGE, _(MOVING_AT_END), "step");
    return session_go(session, there, error);
}

const Command command_step = {
    .name = "step",
    .arguments = "[N]",
    .help = N_("run one instruction, or N"),
    .kind = ARGUMENT_NUMBER,
    .least = 0,
    .most = 1,
    .run = step_run,
};
