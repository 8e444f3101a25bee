/* The terminal as curses knows it: opening, closing, and showing a canvas. */
#ifndef TUI_SCREEN_H
#define TUI_SCREEN_H

#include "base/status.h"
#include "draw/canvas.h"
#include "view/theme.h"

typedef struct Terminal Terminal;

/* Takes the terminal over. UNSUPPORTED, saying why, where it cannot do what we need. screen_close it. */
Status screen_open(Terminal **out, Error *error);
void screen_close(Terminal *terminal); /* NULL is fine */

void screen_size(const Terminal *terminal, int *width, int *height); /* as it is now */
ColorDepth screen_depth(const Terminal *terminal);

/* Whether the terminal tells us what its mouse does; where it has none, nothing happens. */
void screen_mouse(Terminal *terminal, bool on);

/* Shows a canvas: only cells that differ from what is there are sent. cursor_x < 0: no cursor. */
void screen_show(Terminal *terminal, const Canvas *canvas, const Theme *theme, int cursor_x, int cursor_y);

/* Forgets what is there, so that the next canvas is sent whole. */
void screen_forget(Terminal *terminal);

#endif
