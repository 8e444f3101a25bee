#include "command/settings.h"

Status settings_apply(Session *session, const SamplerSettings *settings, Error *error)
{
    TRY(sampler_check(settings, error));
    session->sampler.settings = *settings;
    return STATUS_OK;
}
