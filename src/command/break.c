#include "command/arguments.h"

#include "base/translate.h"

static Status break_run(Session *session, const Arguments *arguments, Error *error)
{
    ValueId value;
    TRY(arguments_value(session, arguments, 0, &value, error));
    session_breakpoint(session, value, true);
    return STATUS_OK;
}

const Command command_break = {
    .name = "break",
    .arguments = "NAME",
    .help = N_("stop just before NAME is computed (continue runs there)"),
    .kind = ARGUMENT_NAME,
    .least = 1,
    .most = 1,
    .run = break_run,
};
