#include "base/translate.h"
#include "command/arguments.h"
#include "figure/number.h"
#include "run/contribution.h"

static void contributions_print(Session *session, Contributions *parts)
{
    char sum[NUMBER_LENGTH], logit[NUMBER_LENGTH];
    Buffer *out = &session->output, token = {0}, at = {0};
    session_token(session, parts->token, &token);
    session_token_at(session, parts->position, &at);
    contributions_sort(parts);
    for (int i = 0; i < parts->count; i++)
        buffer_format(out, "%12s  %s\n", number_precise(sum, parts->parts[i].logit, 6), parts->parts[i].name);
    buffer_format(out,
                  _("%12s  sum; the logit of “%s” after position %lld “%s” is %s (the final norm's scale is held as it "
                    "was in this pass)\n"),
                  number_precise(sum, parts->sum, 6), buffer_text(&token), (long long)parts->position, buffer_text(&at),
                  number_precise(logit, parts->logit, 6));
    buffer_free(&token);
    buffer_free(&at);
}

static Status contributions_run(Session *session, const Arguments *arguments, Error *error)
{
    int32_t token = session->focus.token;
    int64_t position;
    Contributions parts;
    if (arguments->count)
        TRY(arguments_token(session, arguments, 0, &token, error));
    TRY(arguments_position(session, arguments, 1, &position, error));
    if (token < 0 && session->lens) {
        const LensCell *cells;
        TRY(lens_look(session->lens, session->machine, position, token, &cells, error));
        token = cells[0].token;
    }
    Status status = contributions_read(session->machine, position, token < 0 ? 0 : token, &parts, error);
    if (status == STATUS_OK) {
        if (arguments->count)
            session->focus.token = token;
        contributions_print(session, &parts);
    }
    contributions_free(&parts);
    return status;
}

const Command command_contributions = {
    .name = "contributions",
    .arguments = "[TOKEN [POSITION]]",
    .help = N_("what each embedding, head, bias and MLP adds to a token's logit after a position, the largest first"),
    .kind = ARGUMENT_TOKEN,
    .least = 0,
    .most = 2,
    .run = contributions_run,
};
