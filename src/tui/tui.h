/* The interactive interpreter on a terminal, by curses. */
#ifndef TUI_TUI_H
#define TUI_TUI_H

#include <stdbool.h>

#include "session/session.h"
#include "tui/lesson_setup.h"

/* Are standard input and output a terminal that can show it? Otherwise take the plain walk. */
bool tui_possible(void);

/* Runs until the person leaves. The terminal is as it was afterwards, after an error and a signal too: SIGINT (at
 * rest), SIGTERM and SIGHUP end it with CANCELLED. A session without a text gets a friendly one, or the lesson that is
 * to be played. */
Status tui_run(Session *session, const LessonSetup *lessons, Error *error);

/* Appends a walk through one pass as plain text: each instruction with its shape and its first numbers,
 * then the most probable next tokens. */
Status tui_plain_walk(Session *session, Buffer *out, Error *error);

#endif
