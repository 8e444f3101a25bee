/* Colours and attributes of ANSI terminals: what a style looks like when no theme says otherwise. */
#ifndef DRAW_ANSI_H
#define DRAW_ANSI_H

#include "draw/canvas.h"

/* The nearest of the 256 colours: 16-231 the 6 x 6 x 6 cube, 232-255 greys. */
int ansi_256(Rgb color);

/* What one of the 256 looks like; the first 16 as most terminals have them. */
Rgb ansi_rgb(int color256);

/* The nearest of the 16. */
int ansi_16(Rgb color);

#endif
