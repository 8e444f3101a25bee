#include "command/settings.h"

#include "base/translate.h"

static Status top_k_run(Session *session, const Arguments *arguments, Error *error)
{
    SamplerSettings settings = session->sampler.settings;
    if (!arguments->count) {
        buffer_format(&session->output, "top-k %lld\n", (long long)settings.top_k);
        return STATUS_OK;
    }
    int64_t number = 0;
    TRY(arguments_int(arguments, 0, "top-k", 0, INT64_MAX, &number, error));
    settings.top_k = number;
    return settings_apply(session, &settings, error);
}

const Command command_top_k = {
    .name = "top-k",
    .arguments = "[K]",
    .help = N_("draw from the K most probable tokens only; 0: from all"),
    .kind = ARGUMENT_NUMBER,
    .least = 0,
    .most = 1,
    .run = top_k_run,
};
