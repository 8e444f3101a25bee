#include "command/moving.h"

#include "base/translate.h"

static Status continue_run(Session *session, const Arguments *arguments, Error *error)
{
    (void)arguments;
    return moving_go(session, "continue", machine_place_break(session->machine), error);
}

const Command command_continue = {
    .name = "continue",
    .arguments = "",
    .help = N_("run to the next breakpoint, or to the end of the pass"),
    .kind = ARGUMENT_NONE,
    .least = 0,
    .most = 0,
    .run = continue_run,
};
