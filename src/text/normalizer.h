/* Normalisers: what happens to a text before it is split. One piece in, one piece out. */
#ifndef TEXT_NORMALIZER_H
#define TEXT_NORMALIZER_H

#include "text/stage.h"

extern const StageRole normalizer_role;

/* Replaces every match of the stage's pattern by its text; appends to `out` without ending a piece;
 * *at_start becomes false where the text's first character is lost. Decoders have it too. */
Status normalizer_replace(const Stage *stage, StageInput in, Buffer *out, bool *at_start, Error *error);

/* The `read` of a Replace. */
Status normalizer_read_replace(const cJSON *json, const char *where, Stage *stage, Error *error);

#endif
