#include "command/arguments.h"

#include "base/translate.h"

static Status back_run(Session *session, const Arguments *arguments, Error *error)
{
    int64_t count = 1;
    TRY(arguments_int(arguments, 0, "back", 1, INT32_MAX, &count, error));
    Place here = machine_place(session->machine), there = machine_place_after(session->machine, -count);
    if (machine_pass_count(session->machine) && !place_before(there, here))
        return error_set(error, STATUS_OUT_OF_RANGE, _("back: this is the start of the first pass; go on with step"));
    return session_go(session, there, error);
}

const Command command_back = {
    .name = "back",
    .arguments = "[N]",
    .help = N_("take back one instruction, or N; nothing is computed again"),
    .kind = ARGUMENT_NUMBER,
    .least = 0,
    .most = 1,
    .run = back_run,
};
