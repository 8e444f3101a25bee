#include "base/translate.h"
#include "command/arguments.h"

static Status follow_run(Session *session, const Arguments *arguments, Error *error)
{
    int32_t token = -1;
    if (arguments->count)
        TRY(arguments_token(session, arguments, 0, &token, error));
    session->focus.token = token;
    return STATUS_OK;
}

const Command command_follow = {
    .name = "follow",
    .arguments = "[TOKEN]",
    .help = N_("the token that lens and contributions follow; alone: the one that the model finds likeliest"),
    .kind = ARGUMENT_TOKEN,
    .least = 0,
    .most = 1,
    .run = follow_run,
};
