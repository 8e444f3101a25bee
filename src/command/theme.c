#include "command/arguments.h"

#include <stdio.h>

#include "base/translate.h"
#include "view/theme.h"

static Status theme_run(Session *session, const Arguments *arguments, Error *error)
{
    int choice = 0;
    if (!arguments->count) {
        buffer_format(&session->output, "theme %s\n", session->theme);
        return STATUS_OK;
    }
    TRY(arguments_choice(arguments, 0, &command_theme, &choice, error));
    snprintf(session->theme, sizeof session->theme, "%s", theme_name(choice));
    return STATUS_OK;
}

const Command command_theme = {
    .name = "theme",
    .arguments = "[NAME]",
    .help = N_("the colours of everything else"),
    .kind = ARGUMENT_CHOICE,
    .least = 0,
    .most = 1,
    .choice = theme_name,
    .run = theme_run,
};
