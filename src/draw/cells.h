/* The first painter: a figure as terminal cells.
 *
 * It works at every size down to 1 x 1 and every colour depth; nothing outside `rect` changes. A
 * figure larger than the rectangle is scrolled so that its cursor is in sight.
 */
#ifndef DRAW_CELLS_H
#define DRAW_CELLS_H

#include "draw/canvas.h"
#include "figure/figure.h"

typedef struct CellsOptions {
    ColorDepth depth;
    const Colormap *map; /* NULL: the scale's default */
    bool no_title;       /* the caller has put it elsewhere */
    bool no_notes;
} CellsOptions;

/* Draws `figure` into `rect` of the canvas, which it clears first. */
void cells_draw(Canvas *canvas, Rect rect, const Figure *figure, const CellsOptions *options);

/* Lines that a figure of text takes at this width. */
long cells_text_height(const Figure *figure, int width);

/* The figure as plain text of this size (mono): what a program without a terminal prints. */
void cells_text(const Figure *figure, int width, int height, Buffer *out);

#endif
