/* The lens view's second page: what each part of the model has added to one logit. */
#ifndef VIEW_LENS_H
#define VIEW_LENS_H

#include "view/view.h"

/* `mode` of the lens view: any of these. */
enum {
    LENS_BLOCKS = 1,   /* the table leaves the middle of each block out */
    LENS_FOLLOWED = 2, /* the table shows the followed token's rank and probability in place of the likeliest one's */
    LENS_PARTS = 4,    /* contributions in place of the table */
    PARTS_ORDERED = 8, /* in the order of the program; else the largest first */
};

/* The bars; state->column is the position. */
Status lens_parts_figure(const Session *session, ViewState *state, Figure *figure, Error *error);
void lens_parts_inspect(const Session *session, const ViewState *state, Buffer *out);

#endif
