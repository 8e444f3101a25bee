/* One line of text that may take several lines of the screen. */
#ifndef TUI_PARAGRAPH_H
#define TUI_PARAGRAPH_H

#include "draw/canvas.h"

/* Draws the text wrapped to the width of `rect`, beginning at its line `y`; what falls outside is not drawn. Lines
 * after the first are indented by `hang` cells. Returns how many lines the whole text takes, at least one. */
int paragraph_draw(Canvas *canvas, Rect rect, int y, Style style, const char *text, size_t length, int hang);

/* The same from the top of `rect`; a text that does not fit into it ends with "…". */
int paragraph_put(Canvas *canvas, Rect rect, Style style, const char *text);

/* How many lines it takes. */
int paragraph_lines(const char *text, int width);

#endif
