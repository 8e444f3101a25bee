/* How often two tokens stand side by side in a list of words, and which two do so most often.
 *
 * Counts change one by one as tokens merge. The queue of candidates is not touched by that: an entry that no
 * longer tells the truth is found out when it comes to the top.
 */
#ifndef TEXT_PAIR_COUNTS_H
#define TEXT_PAIR_COUNTS_H

#include "text/tokenizer_draft.h"

typedef struct PairCount {
    DraftMerge pair;
    int64_t count;
    bool grown;     /* since it was queued, or never queued */
    int32_t *words; /* where it stands, or stood; a word may be there twice */
    size_t word_count, word_capacity;
} PairCount;

typedef struct PairCounts {
    PairCount *pairs;
    size_t count, capacity;
    int32_t *slots; /* open addressing: an index among pairs, or -1; slot_count is a power of two */
    size_t slot_count;
    int32_t *grown; /* pairs to be queued */
    size_t grown_count, grown_capacity;
    struct QueuedPair *queue; /* a binary heap; the best on top */
    size_t queue_count, queue_capacity;
} PairCounts; /* zero-initialise; pair_counts_free */

void pair_counts_free(PairCounts *counts);

/* The pair stands `change` times more in the texts, because of this word; or fewer times, when negative. */
void pair_counts_change(PairCounts *counts, DraftMerge pair, int64_t change, int32_t word);

/* Queues the pairs whose count has grown since the last call, as far as a merge of them is `allowed`. */
typedef bool (*PairFilter)(const void *context, DraftMerge pair);
void pair_counts_queue_grown(PairCounts *counts, const TokenizerDraft *draft, PairFilter allowed, const void *context);

/* Takes the pair with the highest count off the queue; of equal ones the one whose left token, or else whose right
 * token, has the smaller bytes. NULL where none is left. Valid until the next change. */
PairCount *pair_counts_take(PairCounts *counts, const TokenizerDraft *draft);

#endif
