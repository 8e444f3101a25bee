/* A canvas: a grid of terminal cells in memory, which a backend shows.
 *
 * Nothing writes outside the clip rectangle, and a wide character is never cut in half: where only
 * one of its cells fits, a space stands. Text from anywhere may be put: control characters and
 * invalid bytes are made visible first (utf8.h).
 */
#ifndef DRAW_CANVAS_H
#define DRAW_CANVAS_H

#include <stdbool.h>

#include "base/buffer.h"
#include "draw/colormap.h"
#include "draw/rect.h"
#include "figure/style.h"

/* How many colours the terminal has. */
typedef enum ColorDepth { COLOR_MONO, COLOR_16, COLOR_256, COLOR_TRUE } ColorDepth;

enum { CANVAS_CLUSTER = 32 }; /* bytes of the longest grapheme cluster kept; a longer one loses its last marks */

typedef struct CanvasCell {
    char text[CANVAS_CLUSTER + 1]; /* one grapheme cluster, terminated; "" in the right half of a wide one */
    unsigned char width;           /* 1 or 2; 0: the right half of the cell before */
    unsigned char style;           /* Style */
    bool has_fg, has_bg;           /* colours from data, over the style's own */
    Rgb fg, bg;
} CanvasCell;

typedef struct Canvas {
    int width, height;
    CanvasCell *cells; /* [height, width] */
} Canvas;

void canvas_init(Canvas *canvas, int width, int height); /* all spaces; sizes below 0 count as 0 */
void canvas_free(Canvas *canvas);
void canvas_clear(Canvas *canvas);
void canvas_copy(Canvas *to, const Canvas *from); /* takes on its size; `to` must be initialised */
bool canvas_equal(const Canvas *a, const Canvas *b);

Rect canvas_rect(const Canvas *canvas);
const CanvasCell *canvas_at(const Canvas *canvas, int x, int y); /* x, y inside */

/* Puts text on one line from (x, y), clipped to `clip`; newlines and tabs show as ⏎ and ⇥. Returns the
 * cells that the whole text takes, clipped or not. */
int canvas_put(Canvas *canvas, Rect clip, int x, int y, Style style, const char *text);

/* The same in `rect`'s first line, shortened with … where it does not fit. */
void canvas_put_short(Canvas *canvas, Rect rect, Style style, const char *text);

/* As canvas_put_short, but at the right edge. */
void canvas_put_right(Canvas *canvas, Rect rect, Style style, const char *text);

/* One cell with colours of its own; fg or bg may be NULL. `text` is one cluster of one cell. */
void canvas_put_color(Canvas *canvas, Rect clip, int x, int y, Style style, const char *text, const Rgb *fg,
                      const Rgb *bg);

void canvas_fill(Canvas *canvas, Rect rect, Style style, const char *cluster); /* a cluster of one cell */
void canvas_restyle(Canvas *canvas, Rect rect, Style style);                   /* keeps the text, drops colours */
void canvas_shade(Canvas *canvas, Rect rect, Rgb fg, Rgb bg);                  /* keeps the text, sets colours */
void canvas_box(Canvas *canvas, Rect rect, Style style, const char *title);
void canvas_horizontal(Canvas *canvas, Rect rect, Style style); /* a line along rect's first row */
void canvas_vertical(Canvas *canvas, Rect rect, Style style);   /* a line along rect's first column */

/* Appends the text alone, lines without trailing spaces, each ended by a newline. */
void canvas_text(const Canvas *canvas, Buffer *out);

/* Appends the text with ANSI colours and attributes of this depth; ends with them reset. */
void canvas_ansi(const Canvas *canvas, ColorDepth depth, Buffer *out);

#endif
