/* Knobs: the sampler's settings, one in hand at a time, turned notch by notch. */
#ifndef VIEW_KNOBS_H
#define VIEW_KNOBS_H

#include "view/view.h"

/* The knob after this one; they go round. */
int knobs_next(int knob);

/* The command that turns a knob by a notch, up (+1) or down (-1); ANSWER_NOTHING at its end. */
Reaction knobs_turn(const Session *session, int knob, int direction);

/* Appends all of them with their settings, the one in hand in brackets: "[temperature 0.8]  top-k all  ...". */
void knobs_print(const Session *session, int knob, Buffer *out);

#endif
