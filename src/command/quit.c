#include "command/command.h"

#include "base/translate.h"

static Status quit_run(Session *session, const Arguments *arguments, Error *error)
{
    (void)arguments;
    (void)error;
    session->quit = true;
    return STATUS_OK;
}

const Command command_quit = {
    .name = "quit",
    .arguments = "",
    .help = N_("leave"),
    .kind = ARGUMENT_NONE,
    .least = 0,
    .most = 0,
    .run = quit_run,
};
