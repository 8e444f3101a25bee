/* The first painter: a figure as terminal cells.
 *
 * It works at every size down to 1 x 1 and every colour depth; nothing outside `rect` changes. A
 * figure larger than the rectangle is scrolled so that its cursor is in sight.
 */
#ifndef DRAW_CELLS_H
#define DRAW_CELLS_H

#include "draw/canvas.h"
#include "figure/figure.h"

/* Asks what is drawn at a place of the canvas: the painter answers while it draws. */
typedef struct CellsProbe {
    int x, y;
    bool hit;              /* is there a part of the picture that a cursor can be put on? */
    int row, column;       /* of it, as figure_cursor counts; a text's column is the cell in its line */
    int by_row, by_column; /* how far that is from the figure's cursor, or corner; in a text only lines count */
    int thumbnail; /* of a grid with a focus: the small tile, counted from 1, in place of row and column; else 0 */
} CellsProbe;

typedef struct CellsOptions {
    ColorDepth depth;
    const Colormap *map; /* NULL: the scale's default */
    bool no_title;       /* the caller has put it elsewhere */
    bool no_notes;
    CellsProbe *probe; /* NULL: nobody asks */
} CellsOptions;

/* Draws `figure` into `rect` of the canvas, which it clears first. */
void cells_draw(Canvas *canvas, Rect rect, const Figure *figure, const CellsOptions *options);

/* Lines that a figure of text takes at this width. */
long cells_text_height(const Figure *figure, int width);

/* The figure as plain text of this size (mono): what a program without a terminal prints. */
void cells_text(const Figure *figure, int width, int height, Buffer *out);

#endif
