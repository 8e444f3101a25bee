#include "command/arguments.h"

#include "base/translate.h"

static Status delete_run(Session *session, const Arguments *arguments, Error *error)
{
    ValueId value;
    TRY(arguments_value(session, arguments, 0, &value, error));
    if (!machine_has_breakpoint(session->machine, value))
        return error_set(error, STATUS_NOT_FOUND, _("delete: there is no breakpoint at %s; set one with break"),
                         arguments->words[0]);
    session_breakpoint(session, value, false);
    return STATUS_OK;
}

const Command command_delete = {
    .name = "delete",
    .arguments = "NAME",
    .help = N_("take the breakpoint at NAME away"),
    .kind = ARGUMENT_NAME,
    .least = 1,
    .most = 1,
    .run = delete_run,
};
