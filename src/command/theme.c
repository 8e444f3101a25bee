#include "command/arguments.h"

#include <stdio.h>

#include "base/translate.h"
#include "view/theme.h"

static Status theme_run(Session *session, const Arguments *arguments, Error *error)
{
    Theme theme;
    if (!arguments->count) {
        buffer_format(&session->output, "theme %s\n", session->theme);
        return STATUS_OK;
    }
    TRY(theme_open(arguments->words[0], &theme, error));
    snprintf(session->theme, sizeof session->theme, "%s", theme.name);
    return STATUS_OK;
}

const Command command_theme = {
    .name = "theme",
    .arguments = "[NAME]",
    .help = N_("the colours of everything else"),
    .kind = ARGUMENT_THEME,
    .least = 0,
    .most = 1,
    .run = theme_run,
};
