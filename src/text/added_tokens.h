/* Added tokens: texts that are one token wherever they stand, cut out before anything else is done.
 *
 * At each place the longest one wins. A token may ask to stand as a word of its own, or to swallow the
 * white space at either side. Those that are "normalized" are looked for in normalised text and are
 * normalised themselves; the others are found in the text as it was given.
 */
#ifndef TEXT_ADDED_TOKENS_H
#define TEXT_ADDED_TOKENS_H

#include <cjson/cJSON.h>

#include "text/stage.h"
#include "text/vocabulary.h"

enum { LONGEST_ADDED_TOKEN = 1024 }; /* bytes; bounds what one place of a text can cost */

typedef struct AddedToken {
    int32_t id;
    char *text; /* what is looked for; owned */
    size_t length;
    bool single_word, strip_left, strip_right;
} AddedToken;

typedef struct AddedSet {
    AddedToken *items; /* in the order of their bytes */
    size_t count, capacity;
    bool begins[256]; /* does any of them begin with this byte? */
} AddedSet;

typedef struct AddedTokens {
    AddedSet verbatim, normalized;
} AddedTokens;

/* Reads the file's "added_tokens" and enters them into the vocabulary. added_tokens_free what it fills
 * in, after an error too. */
Status added_tokens_read(const cJSON *file, const Stages *normalizer, Vocabulary *vocabulary, const char *where,
                         AddedTokens *out, Error *error);
void added_tokens_free(AddedTokens *added);

/* Cuts the set's tokens out of the text pieces; drops pieces that are empty. */
void added_tokens_cut(const AddedSet *set, Pieces *pieces);

#endif
