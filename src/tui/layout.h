/* Where things are on the screen. */
#ifndef TUI_LAYOUT_H
#define TUI_LAYOUT_H

#include "draw/rect.h"

enum { LAYOUT_LEAST_WIDTH = 40, LAYOUT_LEAST_HEIGHT = 10, LAYOUT_HINTS_MOST = 3 };

typedef struct Layout {
    Rect lesson, edge;    /* the lesson beside or above all the rest, and the line between; empty without one */
    Rect title, tabs;     /* one line each */
    Rect listing;         /* the program beside the chosen view; empty on narrow screens */
    Rect divider;         /* a line between the two */
    Rect main;            /* the chosen view */
    Rect rule, inspector; /* a line, and what is under the cursor */
    Rect message;         /* one line */
    Rect hints;           /* one line to three */
} Layout;

/* What a person has chosen, and what the chosen view needs. */
typedef struct LayoutWish {
    int listing; /* cells; 0: as it comes. Brought into what the screen has room for */
    int hints;   /* lines; 0: one. As many as the height allows */
    bool lesson; /* one is played: it takes its part of the screen where there is room for both */
    bool list;   /* the inspector shows a list: it has about half of the middle */
} LayoutWish;

/* For a screen of at least the size above. */
Layout layout_make(int width, int height, LayoutWish wish);

#endif
