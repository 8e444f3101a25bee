#include "command/arguments.h"

static Status generate_run(Session *session, const Arguments *arguments, Error *error)
{
    int64_t count = 1;
    TRY(arguments_int(arguments, 0, "generate", 1, INT32_MAX, &count, error));
    return session_generate(session, count, error);
}

const Command command_generate = {
    .name = "generate",
    .arguments = "[N]",
    .help = "finish the pass, draw a token, run its pass; N times",
    .kind = ARGUMENT_NUMBER,
    .least = 0,
    .most = 1,
    .run = generate_run,
};
