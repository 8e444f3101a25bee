#include "command/settings.h"

#include "base/translate.h"

static Status repetition_penalty_run(Session *session, const Arguments *arguments, Error *error)
{
    SamplerSettings settings = session->sampler.settings;
    if (!arguments->count) {
        buffer_format(&session->output, "repetition-penalty %g\n", settings.repetition_penalty);
        return STATUS_OK;
    }
    double number = 0;
    TRY(arguments_number(arguments, 0, "repetition-penalty", &number, error));
    settings.repetition_penalty = number;
    return settings_apply(session, &settings, error);
}

const Command command_repetition_penalty = {
    .name = "repetition-penalty",
    .arguments = "[R]",
    .help = N_("make tokens that are in the text already less likely; 1: do not"),
    .kind = ARGUMENT_NUMBER,
    .least = 0,
    .most = 1,
    .run = repetition_penalty_run,
};
