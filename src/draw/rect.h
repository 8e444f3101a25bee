/* Rectangles of cells, and the cutting of a screen into pieces. */
#ifndef DRAW_RECT_H
#define DRAW_RECT_H

#include <stdbool.h>

typedef struct Rect {
    int x, y, width, height; /* empty where width or height is not positive */
} Rect;

bool rect_empty(Rect rect);
bool rect_has(Rect rect, int x, int y);
Rect rect_intersect(Rect a, Rect b);

/* Cut `count` lines or columns off; the cut piece is returned, the rest stays in *rect. Never more than there is. */
Rect rect_cut_top(Rect *rect, int count);
Rect rect_cut_bottom(Rect *rect, int count);
Rect rect_cut_left(Rect *rect, int count);
Rect rect_cut_right(Rect *rect, int count);

#endif
