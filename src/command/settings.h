/* What the commands that set up the sampler share: temperature, top-k, top-p, repetition-penalty, seed. */
#ifndef COMMAND_SETTINGS_H
#define COMMAND_SETTINGS_H

#include "command/arguments.h"

/* Checks the settings and takes them over. The random number that comes next stays: one can see what each setting would
 * make of it. */
Status settings_apply(Session *session, const SamplerSettings *settings, Error *error);

#endif
