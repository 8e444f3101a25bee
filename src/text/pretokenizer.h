/* Pre-tokenisers: they split a text into the words that BPE then treats one by one. */
#ifndef TEXT_PRETOKENIZER_H
#define TEXT_PRETOKENIZER_H

#include "text/stage.h"

extern const StageRole pretokenizer_role;

/* How Metaspace marks the beginning of a text: `choice` of its stages, as pre-tokeniser and as decoder. */
typedef enum PrependScheme { PREPEND_ALWAYS, PREPEND_FIRST, PREPEND_NEVER } PrependScheme;

/* The `read` of a Metaspace. */
Status pretokenizer_read_metaspace(const cJSON *json, const char *where, Stage *stage, Error *error);

#endif
