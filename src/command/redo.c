#include "base/translate.h"
#include "command/command.h"

static Status redo_run(Session *session, const Arguments *arguments, Error *error)
{
    (void)arguments;
    return session_redo(session, error);
}

const Command command_redo = {
    .name = "redo",
    .arguments = "",
    .help = N_("bring back what undo or reset took away last"),
    .kind = ARGUMENT_NONE,
    .least = 0,
    .most = 0,
    .run = redo_run,
};
