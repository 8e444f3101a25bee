#include "command/settings.h"

#include "base/translate.h"

static Status temperature_run(Session *session, const Arguments *arguments, Error *error)
{
    SamplerSettings settings = session->sampler.settings;
    if (!arguments->count) {
        buffer_format(&session->output, "temperature %g\n", settings.temperature);
        return STATUS_OK;
    }
    double number = 0;
    TRY(arguments_number(arguments, 0, "temperature", &number, error));
    settings.temperature = number;
    return settings_apply(session, &settings, error);
}

const Command command_temperature = {
    .name = "temperature",
    .arguments = "[T]",
    .help = N_("how bold the draw is: 0 takes the most probable token"),
    .kind = ARGUMENT_NUMBER,
    .least = 0,
    .most = 1,
    .run = temperature_run,
};
