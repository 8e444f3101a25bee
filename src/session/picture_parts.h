/* Which tiles a picture request means; shared by the figure and the table that picture.h promises. */
#ifndef SESSION_PICTURE_PARTS_H
#define SESSION_PICTURE_PARTS_H

#include "session/picture.h"
#include "session/sheet.h"

typedef struct PictureParts {
    ValueId *values; /* [layers]: one a layer, or a single value that belongs to no chosen layer; owned */
    int layers;
    int first_head, heads; /* of each; heads 0: the value has no such axis */
} PictureParts;

/* NOT_FOUND names what would have been valid. picture_parts_free afterwards, after an error too. */
Status picture_parts(const Machine *machine, const PictureRequest *request, PictureParts *parts, Error *error);
void picture_parts_free(PictureParts *parts);

/* Labels for an axis: the tokens of positions, or of the vocabulary where it is small enough to read.
 * NULL where cells are best known by their index. The strings live in the arena. */
const char *const *picture_labels(const Machine *machine, AxisName axis, int count, Arena *arena);

#endif
