/* Looking through a tokenizer's vocabulary. */
#ifndef TEXT_VOCABULARY_SEARCH_H
#define TEXT_VOCABULARY_SEARCH_H

#include "text/tokenizer.h"

/* Which merge made a token, where one did. */
typedef struct TokenOrigin {
    int32_t id;
    int32_t rank;        /* of the merge, the lowest where several make it; -1: no merge does: a byte, a character,
                            an added token */
    int32_t left, right; /* what it merges */
} TokenOrigin;

typedef struct TokenOrigins {
    TokenOrigin *items;
    size_t count, capacity;
} TokenOrigins;

/* Appends the tokens, by ascending id, whose text or spelling contains `text`; all of them for an empty one.
 * Zero-initialise `out`, token_origins_free it. */
void vocabulary_search(const Tokenizer *tokenizer, const char *text, size_t length, TokenOrigins *out);
void token_origins_free(TokenOrigins *origins);

/* Of one token alone; its id must be in use. */
TokenOrigin token_origin(const Tokenizer *tokenizer, int32_t id);

#endif
