#include "command/moving.h"

#include "base/translate.h"

static Status next_run(Session *session, const Arguments *arguments, Error *error)
{
    (void)arguments;
    return moving_go(session, "next", machine_place_next_block(session->machine), error);
}

const Command command_next = {
    .name = "next",
    .arguments = "",
    .help = N_("run to the end of this block"),
    .kind = ARGUMENT_NONE,
    .least = 0,
    .most = 0,
    .run = next_run,
};
