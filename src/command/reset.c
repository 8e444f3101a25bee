#include "command/command.h"

#include "base/translate.h"

static Status reset_run(Session *session, const Arguments *arguments, Error *error)
{
    (void)arguments;
    return session_reset(session, error);
}

const Command command_reset = {
    .name = "reset",
    .arguments = "",
    .help = N_("take all edits back"),
    .kind = ARGUMENT_NONE,
    .least = 0,
    .most = 0,
    .run = reset_run,
};
