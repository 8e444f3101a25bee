/* What commands ask of whoever plays lessons over the session. */
#ifndef COMMAND_LESSONS_H
#define COMMAND_LESSONS_H

#include "session/session.h"

/* UNSUPPORTED, in the command's name, where nobody does. */
Status lesson_ask(Session *session, const char *command, const char *words, Error *error);

#endif
