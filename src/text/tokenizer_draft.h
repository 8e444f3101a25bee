/* A byte-level BPE tokenizer in the making: special tokens, the 256 bytes, and what merging adds to them.
 *
 * Ids count the special tokens first, then the bytes in the order of the characters that spell them, then the
 * merged tokens in the order in which they were learnt: the Python `tokenizers` library numbers what it trains
 * in this way, too. Inside the draft a token goes by its index, which leaves the special ones out.
 */
#ifndef TEXT_TOKENIZER_DRAFT_H
#define TEXT_TOKENIZER_DRAFT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"

enum { DRAFT_BYTES = 256 };

typedef struct DraftToken {
    const char *bytes; /* as in texts, not as the vocabulary spells them; in the arena */
    size_t length;
} DraftToken;

typedef struct DraftMerge {
    int32_t left, right; /* indices among the tokens */
} DraftMerge;

typedef struct TokenizerDraft {
    Arena arena;
    const char **special; /* in the arena */
    size_t special_count;
    DraftToken *tokens;
    size_t token_count, token_capacity;
    int32_t byte_indices[DRAFT_BYTES];
    DraftMerge *merges;
    size_t merge_count, merge_capacity;
    bool single_digits; /* each digit is a word of its own */
} TokenizerDraft;

/* Starts with these special tokens, whose texts it copies, and the bytes. USAGE where one could be taken for
 * something else: it is empty or too long, holds a line's end, is there twice, or is spelt as other tokens are.
 * tokenizer_draft_free what it fills in, after an error too. */
Status tokenizer_draft_init(TokenizerDraft *draft, const char *const *special, size_t special_count, Error *error);
void tokenizer_draft_free(TokenizerDraft *draft);

/* Adds a merge; returns the index of the token that it makes. */
int32_t tokenizer_draft_merge(TokenizerDraft *draft, DraftMerge merge);

/* How many ids there are. */
size_t tokenizer_draft_size(const TokenizerDraft *draft);

#endif
