#include "command/arguments.h"

static const char *diff_choice(int index)
{
    static const char *const choices[] = {"on", "off", NULL};
    return choices[index];
}

static Status diff_run(Session *session, const Arguments *arguments, Error *error)
{
    int choice = 0;
    TRY(arguments_choice(arguments, 0, &command_diff, &choice, error));
    return session_diff(session, choice == 0, error);
}

const Command command_diff = {
    .name = "diff",
    .arguments = "on|off",
    .help = "run the same text without the edits beside it, for comparing",
    .kind = ARGUMENT_CHOICE,
    .least = 1,
    .most = 1,
    .choice = diff_choice,
    .run = diff_run,
};
