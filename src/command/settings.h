/* What the commands that set up the sampler share: temperature, top-k, top-p, repetition-penalty, seed. */
#ifndef COMMAND_SETTINGS_H
#define COMMAND_SETTINGS_H

#include "command/arguments.h"

/* Checks the settings and takes them over; the random numbers begin anew from the seed. */
Status settings_apply(Session *session, const SamplerSettings *settings, Error *error);

#endif
