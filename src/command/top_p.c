#include "command/settings.h"

#include "base/translate.h"

static Status top_p_run(Session *session, const Arguments *arguments, Error *error)
{
    SamplerSettings settings = session->sampler.settings;
    if (!arguments->count) {
        buffer_format(&session->output, "top-p %g\n", settings.top_p);
        return STATUS_OK;
    }
    double number = 0;
    TRY(arguments_number(arguments, 0, "top-p", &number, error));
    settings.top_p = number;
    return settings_apply(session, &settings, error);
}

const Command command_top_p = {
    .name = "top-p",
    .arguments = "[P]",
    .help = N_("draw from the fewest tokens that have probability P together; 1: from all"),
    .kind = ARGUMENT_NUMBER,
    .least = 0,
    .most = 1,
    .run = top_p_run,
};
