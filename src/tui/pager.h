/* A text too long for the message line: shown over the main view, to be scrolled and closed. */
#ifndef TUI_PAGER_H
#define TUI_PAGER_H

#include "draw/canvas.h"
#include "view/view.h"

typedef struct Pager {
    bool active;
    char title[64];
    Buffer text;             /* lines; one that begins with "# " is a heading */
    int first, shown, lines; /* what is in sight, of how many; as last drawn */
} Pager;

void pager_open(Pager *pager, const char *title, const char *text);
void pager_free(Pager *pager);

/* Scrolls or closes; false where the key is not the pager's. */
bool pager_handle(Pager *pager, Event event);

/* Draws a box over the top of `rect`, as high as the text needs. */
void pager_draw(Pager *pager, Canvas *canvas, Rect rect);

#endif
