#include "command/command.h"

#include "base/translate.h"

static Status undo_run(Session *session, const Arguments *arguments, Error *error)
{
    (void)arguments;
    return session_undo(session, error);
}

const Command command_undo = {
    .name = "undo",
    .arguments = "",
    .help = N_("take the newest edit or breakpoint back"),
    .kind = ARGUMENT_NONE,
    .least = 0,
    .most = 0,
    .run = undo_run,
};
