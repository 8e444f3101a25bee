#include "text/pair_counts.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

typedef struct QueuedPair {
    int64_t count; /* when it was queued */
    int32_t at;    /* index among pairs */
} QueuedPair;

void pair_counts_free(PairCounts *counts)
{
    for (size_t i = 0; i < counts->count; i++)
        free(counts->pairs[i].words);
    free(counts->pairs);
    free(counts->slots);
    free(counts->grown);
    free(counts->queue);
    *counts = (PairCounts){0};
}

/* ---- counts by their pair ---- */

static int32_t *pair_slot(const PairCounts *counts, DraftMerge pair)
{
    uint64_t key = (uint64_t)(uint32_t)pair.left << 32 | (uint32_t)pair.right;
    size_t mask = counts->slot_count - 1;
    for (size_t at = (key * 0x9E3779B97F4A7C15u >> 32) & mask;; at = (at + 1) & mask) { /* 2^64 / golden ratio */
        int32_t *slot = &counts->slots[at];
        if (*slot < 0 || (counts->pairs[*slot].pair.left == pair.left && counts->pairs[*slot].pair.right == pair.right))
            return slot;
    }
}

static void pair_slots_double(PairCounts *counts)
{
    free(counts->slots);
    counts->slot_count = counts->slot_count ? 2 * counts->slot_count : 1024;
    counts->slots = memory_new(counts->slot_count, sizeof(int32_t));
    memset(counts->slots, -1, counts->slot_count * sizeof(int32_t));
    for (size_t i = 0; i < counts->count; i++)
        *pair_slot(counts, counts->pairs[i].pair) = (int32_t)i;
}

static int32_t pair_find_or_add(PairCounts *counts, DraftMerge pair)
{
    if (2 * counts->count >= counts->slot_count) /* at most half full: probes stay short */
        pair_slots_double(counts);
    int32_t *slot = pair_slot(counts, pair);
    if (*slot < 0) {
        counts->pairs = memory_grow(counts->pairs, &counts->capacity, counts->count + 1, sizeof(PairCount));
        counts->pairs[counts->count] = (PairCount){.pair = pair};
        *slot = (int32_t)counts->count++;
    }
    return *slot;
}

static void pair_grow(PairCounts *counts, int32_t at, int32_t word)
{
    PairCount *pair = &counts->pairs[at];
    if (!pair->word_count || pair->words[pair->word_count - 1] != word) {
        pair->words = memory_grow(pair->words, &pair->word_capacity, pair->word_count + 1, sizeof(int32_t));
        pair->words[pair->word_count++] = word;
    }
    if (pair->grown)
        return;
    pair->grown = true;
    counts->grown = memory_grow(counts->grown, &counts->grown_capacity, counts->grown_count + 1, sizeof(int32_t));
    counts->grown[counts->grown_count++] = at;
}

void pair_counts_change(PairCounts *counts, DraftMerge pair, int64_t change, int32_t word)
{
    int32_t at = pair_find_or_add(counts, pair);
    counts->pairs[at].count += change;
    if (change > 0)
        pair_grow(counts, at, word);
}

/* ---- the queue ---- */

static int compare_bytes(const DraftToken *a, const DraftToken *b)
{
    int order = memcmp(a->bytes, b->bytes, a->length < b->length ? a->length : b->length);
    return order ? order : (a->length > b->length) - (a->length < b->length);
}

static bool comes_first(const PairCounts *counts, const TokenizerDraft *draft, QueuedPair a, QueuedPair b)
{
    if (a.count != b.count)
        return a.count > b.count;
    DraftMerge x = counts->pairs[a.at].pair, y = counts->pairs[b.at].pair;
    int order = compare_bytes(&draft->tokens[x.left], &draft->tokens[y.left]);
    return (order ? order : compare_bytes(&draft->tokens[x.right], &draft->tokens[y.right])) < 0;
}

static void queue_push(PairCounts *counts, const TokenizerDraft *draft, QueuedPair entry)
{
    counts->queue = memory_grow(counts->queue, &counts->queue_capacity, counts->queue_count + 1, sizeof(QueuedPair));
    size_t at = counts->queue_count++;
    for (size_t parent; at > 0 && comes_first(counts, draft, entry, counts->queue[parent = (at - 1) / 2]); at = parent)
        counts->queue[at] = counts->queue[parent];
    counts->queue[at] = entry;
}

static QueuedPair queue_pop(PairCounts *counts, const TokenizerDraft *draft)
{
    QueuedPair top = counts->queue[0], last = counts->queue[--counts->queue_count];
    size_t at = 0, child;
    while ((child = 2 * at + 1) < counts->queue_count) {
        if (child + 1 < counts->queue_count &&
            comes_first(counts, draft, counts->queue[child + 1], counts->queue[child]))
            child++;
        if (!comes_first(counts, draft, counts->queue[child], last))
            break;
        counts->queue[at] = counts->queue[child];
        at = child;
    }
    counts->queue[at] = last;
    return top;
}

void pair_counts_queue_grown(PairCounts *counts, const TokenizerDraft *draft, PairFilter allowed, const void *context)
{
    for (size_t i = 0; i < counts->grown_count; i++) {
        PairCount *pair = &counts->pairs[counts->grown[i]];
        pair->grown = false;
        if (pair->count > 0 && allowed(context, pair->pair))
            queue_push(counts, draft, (QueuedPair){.count = pair->count, .at = counts->grown[i]});
    }
    counts->grown_count = 0;
}

/* A pair grows only by the merge that makes one of its tokens, and is queued behind that: whatever entry is wrong says
 * too much, and finds its place when it goes back with the truth. */
PairCount *pair_counts_take(PairCounts *counts, const TokenizerDraft *draft)
{
    while (counts->queue_count) {
        QueuedPair top = queue_pop(counts, draft);
        PairCount *pair = &counts->pairs[top.at];
        if (pair->count == top.count)
            return pair;
        if (pair->count > 0)
            queue_push(counts, draft, (QueuedPair){.count = pair->count, .at = top.at});
    }
    return NULL;
}
