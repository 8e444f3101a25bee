#include "command/settings.h"

#include "base/translate.h"

static Status seed_run(Session *session, const Arguments *arguments, Error *error)
{
    SamplerSettings settings = session->sampler.settings;
    if (!arguments->count) {
        buffer_format(&session->output, "seed %llu\n", (unsigned long long)settings.seed);
        return STATUS_OK;
    }
    int64_t number = 0;
    TRY(arguments_int(arguments, 0, "seed", 0, INT64_MAX, &number, error));
    settings.seed = (uint64_t)number;
    return settings_apply(session, &settings, error);
}

const Command command_seed = {
    .name = "seed",
    .arguments = "[S]",
    .help = N_("begin the random numbers anew from S"),
    .kind = ARGUMENT_NUMBER,
    .least = 0,
    .most = 1,
    .run = seed_run,
};
