#include "base/translate.h"
#include "command/command.h"
#include "figure/number.h"

static Status recompute_run(Session *session, const Arguments *arguments, Error *error)
{
    (void)arguments;
    char difference[NUMBER_LENGTH], magnitude[NUMBER_LENGTH];
    TRY(session_recompute(session, error));
    const Recomputed *result = &session->recomputed;
    buffer_format(&session->output, _("without the cache: %lld × %lld logits up to %s differ by %s at most"),
                  (long long)result->positions, (long long)result->vocab,
                  number_precise(magnitude, result->magnitude, 4), number_precise(difference, result->difference, 3));
    buffer_append_text(&session->output, "\n");
    return STATUS_OK;
}

const Command command_recompute = {
    .name = "recompute",
    .arguments = "",
    .help = N_("run the whole text again without the KV cache, and compare the logits"),
    .kind = ARGUMENT_NONE,
    .least = 0,
    .most = 0,
    .run = recompute_run,
};
