#include "command/command.h"

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
    .help = "leave",
    .kind = ARGUMENT_NONE,
    .least = 0,
    .most = 0,
    .run = quit_run,
};
