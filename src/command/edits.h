/* What the commands that edit share: set, ablate, save. */
#ifndef COMMAND_EDITS_H
#define COMMAND_EDITS_H

#include "command/command.h"

/* Appends the present edits to the session's output, the oldest first, one a line as set takes it. */
void edits_list(Session *session);

/* Appends one edit as a line that set takes and that makes the same edit. */
void edits_line(const Machine *machine, const Edit *edit, Buffer *out);

/* Can set make it on the text as it is? Not where it is about positions that an earlier, longer text had. */
bool edits_fits(const Machine *machine, const Edit *edit);

#endif
