/* The whole screen of the interpreter where there is no terminal: for snapshots in scripts. */
#ifndef TUI_OFFSCREEN_H
#define TUI_OFFSCREEN_H

#include "session/session.h"

enum { OFFSCREEN_WIDTH = 100, OFFSCREEN_HEIGHT = 30 }; /* where a snapshot does not say its size */

typedef struct Offscreen Offscreen;

/* Becomes session->screen; the session must outlive it. offscreen_free it. */
Offscreen *offscreen_new(Session *session);
void offscreen_free(Offscreen *offscreen); /* NULL is fine */

#endif
