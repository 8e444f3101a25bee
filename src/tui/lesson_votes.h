/* Hands counted in a class: which answer has how many. */
#ifndef TUI_LESSON_VOTES_H
#define TUI_LESSON_VOTES_H

#include "draw/canvas.h"

enum { VOTES_MOST = 12, VOTE_LENGTH = 64 };

typedef struct Vote {
    char answer[VOTE_LENGTH];
    int hands;
} Vote;

typedef struct Votes {
    Vote votes[VOTES_MOST]; /* [count], in the order in which they came */
    int count;
} Votes;

/* Counts what was typed: "mat" is one hand more for mat, "mat 12" twelve. False where there are too many answers. */
bool votes_add(Votes *votes, const char *text);

/* Draws a bar for each at the bottom of `rect`, and cuts those lines off. */
void votes_draw(const Votes *votes, Canvas *canvas, Rect *rect);

#endif
