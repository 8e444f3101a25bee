#include "base/translate.h"
#include "command/arguments.h"

static const char *out_choice(int index)
{
    return index == 0 ? "all" : NULL;
}

static Status out_run(Session *session, const Arguments *arguments, Error *error)
{
    int choice = -1;
    if (arguments->count)
        TRY(arguments_choice(arguments, 0, &command_out, &choice, error));
    return session_out(session, choice == 0, error);
}

const Command command_out = {
    .name = "out",
    .arguments = "[all]",
    .help = N_("back to the cell that one came into this one from; all: close the inspector"),
    .kind = ARGUMENT_CHOICE,
    .least = 0,
    .most = 1,
    .choice = out_choice,
    .run = out_run,
};
