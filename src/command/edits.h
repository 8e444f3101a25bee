/* What the commands that edit share: set, ablate. */
#ifndef COMMAND_EDITS_H
#define COMMAND_EDITS_H

#include "command/command.h"

/* Appends the present edits to the session's output, the oldest first, one a line as set takes it. */
void edits_list(Session *session);

#endif
