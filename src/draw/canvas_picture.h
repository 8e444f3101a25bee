/* A canvas as a picture: the screen as it is, cell by cell. */
#ifndef DRAW_CANVAS_PICTURE_H
#define DRAW_CANVAS_PICTURE_H

#include "draw/canvas.h"
#include "draw/image.h"

/* Pixels: of a cell, and around all of them. */
enum { CANVAS_PICTURE_WIDTH = 12, CANVAS_PICTURE_HEIGHT = 24, CANVAS_PICTURE_MARGIN = 12 };

/* What a meaning of text looks like. */
typedef struct CanvasInk {
    Rgb ink, ground;
    bool bold, underline, reverse, dim;
} CanvasInk;

typedef struct CanvasInks {
    Rgb ink, paper; /* where nothing else is said */
    CanvasInk styles[STYLE_COUNT];
} CanvasInks;

/* Sets each cell in the monospaced font; wide characters fill their two cells. Block and line
 * signs are drawn to the edges of their cells, so that they join. A new image, for the caller to image_free.
 * NOT_FOUND without fonts, OUT_OF_RANGE for a screen that is larger than a picture may be. */
Status canvas_picture(const Canvas *canvas, const CanvasInks *inks, Image *out, Error *error);

#endif
