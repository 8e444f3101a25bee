#include "base/translate.h"
#include "command/settings.h"

enum { USED_MOST = 1 << 24 };

static Status seed_run(Session *session, const Arguments *arguments, Error *error)
{
    SamplerSettings settings = session->sampler.settings;
    if (!arguments->count) {
        buffer_format(&session->output, "seed %llu\n", (unsigned long long)settings.seed);
        return STATUS_OK;
    }
    int64_t number = 0, used = 0;
    TRY(arguments_int(arguments, 0, "seed", 0, INT64_MAX, &number, error));
    TRY(arguments_int(arguments, 1, "seed: numbers used up", 0, USED_MOST, &used, error));
    settings.seed = (uint64_t)number;
    TRY(settings_apply(session, &settings, error));
    session_seed(session, used);
    return STATUS_OK;
}

const Command command_seed = {
    .name = "seed",
    .arguments = "[S [USED]]",
    .help = N_("begin the random numbers anew from S; USED: go on after so many of them"),
    .kind = ARGUMENT_NUMBER,
    .least = 0,
    .most = 2,
    .run = seed_run,
};
