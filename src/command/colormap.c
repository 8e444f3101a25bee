#include "command/arguments.h"

#include <stdio.h>

#include "base/translate.h"
#include "draw/colormap.h"

static Status colormap_run(Session *session, const Arguments *arguments, Error *error)
{
    int choice = 0;
    TRY(arguments_choice(arguments, 0, &command_colormap, &choice, error));
    snprintf(session->colormap, sizeof session->colormap, "%s", colormap_name(choice));
    return STATUS_OK;
}

const Command command_colormap = {
    .name = "colormap",
    .arguments = "NAME",
    .help = N_("the colours of heat maps"),
    .kind = ARGUMENT_CHOICE,
    .least = 1,
    .most = 1,
    .choice = colormap_name,
    .run = colormap_run,
};
