/* What the commands that move on share: step, next, continue, finish. */
#ifndef COMMAND_MOVING_H
#define COMMAND_MOVING_H

#include "base/translate.h"
#include "command/arguments.h"

/* What to do at the end of a pass; goes through _(), with the command's name. */
#define MOVING_AT_END N_("%s: the pass is at its end; bring the next token with generate 1, or go back")

/* Can the pass be run from here to `there`? */
bool moving_ahead(const Session *session, Place there);

/* Goes there. At the end of the pass already, that is said and is no error: a script may finish twice. */
Status moving_go(Session *session, const char *verb, Place there, Error *error);

#endif
