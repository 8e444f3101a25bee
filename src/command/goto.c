#include "command/arguments.h"

#include "base/translate.h"

static Status goto_run(Session *session, const Arguments *arguments, Error *error)
{
    ValueId value;
    TRY(arguments_value(session, arguments, 0, &value, error));
    int64_t passes = machine_pass_count(session->machine), pass = machine_place(session->machine).pass;
    TRY(arguments_int(arguments, 1, "goto: pass", 0, passes ? passes - 1 : 0, &pass, error));
    return session_go(session, (Place){(int)pass, session->model->program.values[value].instruction + 1}, error);
}

const Command command_goto = {
    .name = "goto",
    .arguments = "NAME [PASS]",
    .help = N_("go forward or back to where NAME has just been computed (in pass PASS; 0 is the prompt)"),
    .kind = ARGUMENT_NAME,
    .least = 1,
    .most = 2,
    .run = goto_run,
};
