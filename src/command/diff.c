#include "command/arguments.h"

#include "base/translate.h"

static const char *diff_choice(int index)
{
    static const char *const choices[] = {"on", "off", NULL};
    return choices[index];
}

static Status diff_run(Session *session, const Arguments *arguments, Error *error)
{
    int choice = 0;
    TRY(arguments_choice(arguments, 0, &command_diff, &choice, error));
    TRY(session_diff(session, choice == 0, error));
    if (choice == 0 && !machine_edit_count(session->machine))
        buffer_append_text(&session->output, _("there are no edits yet: both runs are the same\n"));
    return STATUS_OK;
}

const Command command_diff = {
    .name = "diff",
    .arguments = "on|off",
    .help = N_("run the same text without the edits beside it, for comparing"),
    .kind = ARGUMENT_CHOICE,
    .least = 1,
    .most = 1,
    .choice = diff_choice,
    .run = diff_run,
};
