/* Post-processors: the special tokens that a model wants around a text, as BOS before it.
 *
 * TemplateProcessing says them; ByteLevel, which only trims offsets, has nothing to say about ids;
 * several may stand in a Sequence.
 */
#ifndef TEXT_POSTPROCESSOR_H
#define TEXT_POSTPROCESSOR_H

#include <cjson/cJSON.h>

#include "text/tokenizer.h"

typedef struct Postprocessor {
    TokenIds before, after; /* what the text's ids are put between */
} Postprocessor;

/* Reads the file's "post_processor". postprocessor_free what it fills in, after an error too. */
Status postprocessor_read(const cJSON *file, const char *where, Postprocessor *out, Error *error);
void postprocessor_free(Postprocessor *postprocessor);

#endif
