/* A token's text in an expression: which tokens, and which positions of the text, are meant by it.
 *
 * It names the tokens that are spelt so ("▁girl") or shown so (" girl"), or shown so with a space in front
 * ("girl"). At a position stands such a token, or the first of several that make up the text together.
 * Positions are those at the machine's current place.
 */
#ifndef RUN_TOKEN_TEXT_H
#define RUN_TOKEN_TEXT_H

#include "run/machine.h"

typedef struct TokenText {
    const char *text;
    size_t length;
    int64_t occurrence; /* which of the positions, from 1; 0: not said */
} TokenText;

/* Does the text name this token? Without a tokenizer nothing has a name. */
bool token_text_names(const Machine *machine, const TokenText *text, int32_t id);

/* Does the text stand at this position (as the occurrence, where one is said)? */
bool token_text_stands_at(const Machine *machine, const TokenText *text, int64_t position);

/* The id: of the token that is spelt or shown just so, or else with a space in front. NOT_FOUND. */
Status token_text_id(const Machine *machine, const TokenText *text, int32_t *id, Error *error);

/* The position. NOT_FOUND where it is absent, or occurs more than once and the occurrence is not said; the
 * message lists the positions. */
Status token_text_position(const Machine *machine, const TokenText *text, int64_t *position, Error *error);

#endif
