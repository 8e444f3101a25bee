/* The tokens of a tokenizer by id and by spelling: the model's own and the added ones.
 *
 * Zero-initialise, add, seal; from then on it does not change. It owns the spellings. Memory follows
 * from what the file holds, never from how large an id claims to be.
 */
#ifndef TEXT_VOCABULARY_H
#define TEXT_VOCABULARY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/status.h"

enum { LARGEST_TOKEN_ID = (1 << 24) - 1 };

typedef struct Token {
    int32_t id;
    bool special;      /* decoding may skip it */
    const char *piece; /* terminated */
    size_t length;
    const char *form; /* what the decoder receives: the piece, but normalised for a normalised added token */
    size_t form_length;
} Token;

typedef struct Vocabulary {
    Arena arena;
    Token *tokens; /* ascending ids, once sealed */
    size_t count, capacity;
    Map model; /* what BPE may use: spelling to id */
    Map added; /* what is cut out of the text before BPE */
} Vocabulary;

void vocabulary_free(Vocabulary *vocabulary);

/* Adds one of the model's tokens. */
Status vocabulary_add(Vocabulary *vocabulary, const char *piece, double id, const char *where, Error *error);

/* Adds an added token, which may be one of the model's under the same id. */
typedef struct NewAdded {
    const char *piece, *form; /* see Token; copied */
    double id;
    bool special;
} NewAdded;

Status vocabulary_add_added(Vocabulary *vocabulary, NewAdded token, const char *where, Error *error);

/* Sorts; fails where two tokens have one id. */
Status vocabulary_seal(Vocabulary *vocabulary, const char *where, Error *error);

/* NULL where the id is not in use. */
const Token *vocabulary_token(const Vocabulary *vocabulary, int32_t id);

/* The index of a token among `tokens`; -1 where the id is not in use. */
ptrdiff_t vocabulary_index(const Vocabulary *vocabulary, int32_t id);

#endif
