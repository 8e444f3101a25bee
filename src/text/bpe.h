/* Byte pair encoding: a word's characters become tokens by the merges that training learnt.
 *
 * As long as two neighbours form a known pair, the pair that was learnt first (the lowest rank; of equal
 * ones the leftmost) becomes one token. Sennrich, Haddow and Birch, 2016.
 */
#ifndef TEXT_BPE_H
#define TEXT_BPE_H

#include <cjson/cJSON.h>

#include "text/tokenizer.h"
#include "text/vocabulary.h"

typedef struct BpeMerge {
    int32_t left, right, merged;
    int32_t rank; /* -1: a free slot of the table */
} BpeMerge;

typedef struct Bpe {
    const Map *vocabulary; /* spelling to id; not owned */
    BpeMerge *merges;      /* open addressing by (left, right); slots is a power of two, or 0 */
    size_t merge_count, slots;
    int32_t byte_ids[256];   /* the tokens <0x00>..<0xFF>; -1 where there is none */
    char *unknown;           /* the token for characters that have none; NULL: they are dropped */
    char *continuing_prefix; /* spelt before each character but a word's first; NULL: nothing */
    char *end_suffix;        /* spelt behind a word's last character; NULL: nothing */
    bool byte_fallback;      /* characters without a token become tokens of their bytes */
    bool fuse_unknown;       /* neighbouring unknown characters become one token */
    bool ignore_merges;      /* a word that is itself a token is that token */
} Bpe;

/* Working memory that one encoding keeps from word to word. Zero-initialise; bpe_work_free. */
typedef struct BpeWork {
    struct BpeSymbol *symbols;
    size_t count, capacity;
    struct BpeCandidate *queue; /* a binary heap; the lowest rank on top */
    size_t queue_count, queue_capacity;
    size_t operations; /* pushes, pops and the steps of both: what encoding costs */
} BpeWork;

/* Reads the file's "model". The model's tokens are in `vocabulary` already, which must outlive the
 * Bpe. bpe_free what it fills in, after an error too. */
Status bpe_read(const cJSON *model, const Map *vocabulary, const char *where, Bpe *out, Error *error);
void bpe_free(Bpe *bpe);

/* Appends the ids of one word of valid UTF-8. `history` may be NULL. */
Status bpe_encode(const Bpe *bpe, BpeWork *work, const char *word, size_t length, TokenIds *out, MergeHistory *history,
                  Error *error);

void bpe_work_free(BpeWork *work);

/* The merge of two neighbours, or NULL. */
const BpeMerge *bpe_merge(const Bpe *bpe, int32_t left, int32_t right);

/* Room for `count` merges in all, and one more of them; a pair that is there gets the new rank. */
void bpe_reserve_merges(Bpe *bpe, size_t count);
void bpe_add_merge(Bpe *bpe, BpeMerge merge);

#endif
