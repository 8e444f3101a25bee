#include "command/moving.h"

#include "base/translate.h"

static Status finish_run(Session *session, const Arguments *arguments, Error *error)
{
    (void)arguments;
    return moving_go(session, "finish", machine_place_finish(session->machine), error);
}

const Command command_finish = {
    .name = "finish",
    .arguments = "",
    .help = N_("run to the end of this pass"),
    .kind = ARGUMENT_NONE,
    .least = 0,
    .most = 0,
    .run = finish_run,
};
