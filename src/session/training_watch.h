/* The attention of a model under training to one text: every head's pattern, by way of the same machine that steps. */
#ifndef SESSION_TRAINING_WATCH_H
#define SESSION_TRAINING_WATCH_H

#include "model/model.h"

/* Appends the tokens of a text as the model meets it in training, begun by the token that begins documents.
 * OUT_OF_RANGE where they are more than WATCHED_TOKENS (training.h) or than the model's context. */
Status training_watch_tokens(const Model *model, const char *text, TokenIds *ids, Error *error);

/* Runs the model over tokens and gives [layer, head, query, key]; NULL where that cannot be done. free() it. */
float *training_watch_patterns(const Model *model, const int32_t *ids, int64_t count);

#endif
