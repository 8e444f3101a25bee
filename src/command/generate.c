#include "command/arguments.h"

#include "base/translate.h"

/* Says what was drawn, as it joins the text. */
static void generate_say(Session *session, int64_t from)
{
    int64_t to = machine_position_count(session->machine);
    for (int64_t position = from; position < to; position++)
        session_token_at(session, position, &session->output);
    buffer_append_text(&session->output, from < to ? "\n" : _("the text has ended\n"));
}

static Status generate_run(Session *session, const Arguments *arguments, Error *error)
{
    int64_t count = 1;
    TRY(arguments_int(arguments, 0, "generate", 1, INT32_MAX, &count, error));
    int64_t before = machine_position_count(session->machine);
    TRY(session_generate(session, count, error));
    generate_say(session, before);
    return STATUS_OK;
}

const Command command_generate = {
    .name = "generate",
    .arguments = "[N]",
    .help = N_("finish the pass, draw a token, run its pass; N times"),
    .kind = ARGUMENT_NUMBER,
    .least = 0,
    .most = 1,
    .run = generate_run,
};
