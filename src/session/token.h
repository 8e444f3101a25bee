/* Tokens as people see them. */
#ifndef SESSION_TOKEN_H
#define SESSION_TOKEN_H

#include "model/model.h"

/* Appends what a token stands for: visible, with its spaces (" girl"); "#12" where the model has no tokenizer. */
void token_show(const Model *model, int32_t id, Buffer *out);

/* Appends the text of several tokens, visible, on one line. */
void token_show_text(const Model *model, const int32_t *ids, int64_t count, Buffer *out);

#endif
