/* Where the labels of points go, so that none covers another one or a point; shared by both painters.
 *
 * Each label has eight places around its point and takes the first one that is free; one that finds none stays away.
 * Units are the painter's: cells or pixels, y downwards.
 */
#ifndef DRAW_LABEL_PLACE_H
#define DRAW_LABEL_PLACE_H

#include <stdbool.h>

typedef struct LabelBox {
    double left, top, width, height;
} LabelBox;

typedef struct LabelItem {
    LabelBox point; /* what the point covers */
    LabelBox label; /* given: its size, 0 for none; filled in: where it is */
    bool placed;    /* filled in */
} LabelItem;

/* Where labels may be. */
typedef struct LabelRoom {
    LabelBox box;
    double gap; /* between two labels, sideways: else they would read as one word */
} LabelRoom;

/* Places the labels inside `room`: that of item `first` before all others (-1: none), and in any case, at the right or
 * left of its point if nothing is free. Returns how many found no place. */
int labels_place(LabelRoom room, LabelItem *items, int count, int first);

#endif
