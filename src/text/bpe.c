#include "text/bpe.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"

typedef struct BpeSymbol {
    int32_t id;             /* -1: merged into its left neighbour */
    int32_t previous, next; /* indices of living neighbours; -1 at the ends */
} BpeSymbol;

/* Two neighbours that could merge; outdated once either of them has merged otherwise. */
typedef struct BpeCandidate {
    int32_t rank, merged;
    int32_t at; /* the left one's index */
} BpeCandidate;

/* ---- the merges by their pair ---- */

static BpeMerge *bpe_slot(const Bpe *bpe, int32_t left, int32_t right)
{
    uint64_t hash = ((uint64_t)(uint32_t)left << 32 | (uint32_t)right) * 0x9E3779B97F4A7C15u; /* 2^64 / golden ratio */
    size_t mask = bpe->slots - 1;
    for (size_t at = (hash >> 32) & mask;; at = (at + 1) & mask) {
        BpeMerge *merge = &bpe->merges[at];
        if (merge->rank < 0 || (merge->left == left && merge->right == right))
            return merge;
    }
}

const BpeMerge *bpe_merge(const Bpe *bpe, int32_t left, int32_t right)
{
    if (!bpe->slots)
        return NULL;
    const BpeMerge *merge = bpe_slot(bpe, left, right);
    return merge->rank < 0 ? NULL : merge;
}

void bpe_reserve_merges(Bpe *bpe, size_t count)
{
    size_t slots = 16;
    while (slots < 2 * count) /* at most half full: probes stay short */
        slots *= 2;
    bpe->slots = slots;
    bpe->merges = memory_new(slots, sizeof(BpeMerge));
    for (size_t i = 0; i < slots; i++)
        bpe->merges[i].rank = -1;
}

void bpe_add_merge(Bpe *bpe, BpeMerge merge)
{
    *bpe_slot(bpe, merge.left, merge.right) = merge;
    bpe->merge_count++;
}

void bpe_free(Bpe *bpe)
{
    free(bpe->merges);
    free(bpe->unknown);
    free(bpe->continuing_prefix);
    free(bpe->end_suffix);
    *bpe = (Bpe){0};
}

void bpe_work_free(BpeWork *work)
{
    free(work->symbols);
    free(work->queue);
    *work = (BpeWork){0};
}

/* ---- the queue of candidates ---- */

static bool comes_first(BpeCandidate a, BpeCandidate b)
{
    return a.rank != b.rank ? a.rank < b.rank : a.at < b.at;
}

static void queue_push(BpeWork *work, BpeCandidate candidate)
{
    work->queue = memory_grow(work->queue, &work->queue_capacity, work->queue_count + 1, sizeof(BpeCandidate));
    size_t at = work->queue_count++;
    for (size_t parent; at > 0 && comes_first(candidate, work->queue[parent = (at - 1) / 2]); at = parent) {
        work->queue[at] = work->queue[parent];
        work->operations++;
    }
    work->queue[at] = candidate;
    work->operations++;
}

static BpeCandidate queue_pop(BpeWork *work)
{
    BpeCandidate top = work->queue[0], last = work->queue[--work->queue_count];
    size_t at = 0, child;
    while ((child = 2 * at + 1) < work->queue_count) {
        if (child + 1 < work->queue_count && comes_first(work->queue[child + 1], work->queue[child]))
            child++;
        if (!comes_first(work->queue[child], last))
            break;
        work->queue[at] = work->queue[child];
        at = child;
        work->operations++;
    }
    if (work->queue_count)
        work->queue[at] = last;
    work->operations++;
    return top;
}

/* ---- characters to symbols ---- */

static void symbol_append(BpeWork *work, int32_t id)
{
    work->symbols = memory_grow(work->symbols, &work->capacity, work->count + 1, sizeof(BpeSymbol));
    int32_t at = (int32_t)work->count++;
    work->symbols[at] = (BpeSymbol){.id = id, .previous = at - 1, .next = -1};
    if (at > 0)
        work->symbols[at - 1].next = at;
}

/* A character with the prefix or suffix that its place in the word asks for. */
typedef struct Spelling {
    const char *text;
    size_t length;
} Spelling;

static Spelling bpe_spelling(const Bpe *bpe, Spelling character, bool is_first, bool is_last, Buffer *scratch)
{
    const char *prefix = is_first ? NULL : bpe->continuing_prefix;
    const char *suffix = is_last ? bpe->end_suffix : NULL;
    if (!prefix && !suffix)
        return character;
    buffer_clear(scratch);
    buffer_append_text(scratch, prefix ? prefix : "");
    buffer_append(scratch, character.text, character.length);
    buffer_append_text(scratch, suffix ? suffix : "");
    return (Spelling){scratch->bytes, scratch->length};
}

static bool bpe_append_bytes(const Bpe *bpe, BpeWork *work, Spelling spelling)
{
    for (size_t i = 0; i < spelling.length; i++)
        if (bpe->byte_ids[(unsigned char)spelling.text[i]] < 0)
            return false;
    for (size_t i = 0; i < spelling.length; i++)
        symbol_append(work, bpe->byte_ids[(unsigned char)spelling.text[i]]);
    return true;
}

static Status bpe_unknown_id(const Bpe *bpe, int32_t *id, Error *error)
{
    const int32_t *found = map_find(bpe->vocabulary, bpe->unknown, strlen(bpe->unknown));
    if (!found)
        return error_set(error, STATUS_BAD_DATA,
                         "text: a character has no token, nor has the unknown token \"%.60s\"; mend the tokenizer",
                         bpe->unknown);
    *id = *found;
    return STATUS_OK;
}

/* Fills work->symbols with the tokens of single characters. An unknown token is held back until
 * another token follows, so that its neighbours may join it. */
static Status bpe_start(const Bpe *bpe, BpeWork *work, const char *word, size_t length, Buffer *scratch, Error *error)
{
    int32_t held = -1;
    work->count = 0;
    for (size_t at = 0; at < length;) {
        uint32_t c;
        int bytes = utf8_decode(word + at, length - at, &c);
        Spelling character = {word + at, bytes ? (size_t)bytes : 1};
        bool is_last = at + character.length >= length;
        Spelling spelling = bpe_spelling(bpe, character, at == 0, is_last, scratch);
        const int32_t *id = map_find(bpe->vocabulary, spelling.text, spelling.length);
        at += character.length;
        if (!id && ((bpe->byte_fallback && bpe_append_bytes(bpe, work, spelling)) || !bpe->unknown))
            continue;
        if (held >= 0 && (id || !bpe->fuse_unknown))
            symbol_append(work, held);
        held = -1;
        if (id)
            symbol_append(work, *id);
        else
            TRY(bpe_unknown_id(bpe, &held, error));
    }
    if (held >= 0)
        symbol_append(work, held);
    return STATUS_OK;
}

/* ---- merging ---- */

static void queue_pair(const Bpe *bpe, BpeWork *work, int32_t left)
{
    int32_t right = left < 0 ? -1 : work->symbols[left].next;
    if (right < 0)
        return;
    const BpeMerge *merge = bpe_merge(bpe, work->symbols[left].id, work->symbols[right].id);
    if (merge)
        queue_push(work, (BpeCandidate){.rank = merge->rank, .merged = merge->merged, .at = left});
}

static void history_append(MergeHistory *history, const BpeMerge *merge, int32_t at)
{
    history->merges = memory_grow(history->merges, &history->capacity, history->count + 1, sizeof(Merge));
    history->merges[history->count++] = (Merge){
        .at = (size_t)at, .left = merge->left, .right = merge->right, .merged = merge->merged, .rank = merge->rank};
}

static void bpe_join(BpeWork *work, int32_t left, int32_t merged)
{
    BpeSymbol *symbols = work->symbols;
    int32_t right = symbols[left].next;
    symbols[left].id = merged;
    symbols[left].next = symbols[right].next;
    symbols[right].id = -1;
    if (symbols[right].next >= 0)
        symbols[symbols[right].next].previous = left;
}

/* Each merge takes one symbol away and queues at most two candidates: n log n in all. */
static void bpe_merge_all(const Bpe *bpe, BpeWork *work, MergeHistory *history)
{
    work->queue_count = 0;
    for (size_t i = 0; i < work->count; i++)
        queue_pair(bpe, work, (int32_t)i);
    while (work->queue_count) {
        BpeCandidate top = queue_pop(work);
        const BpeSymbol *left = &work->symbols[top.at];
        if (left->id < 0 || left->next < 0)
            continue;
        const BpeMerge *merge = bpe_merge(bpe, left->id, work->symbols[left->next].id);
        if (!merge || merge->merged != top.merged)
            continue;
        if (history)
            history_append(history, merge, top.at);
        bpe_join(work, top.at, top.merged);
        queue_pair(bpe, work, work->symbols[top.at].previous);
        queue_pair(bpe, work, top.at);
    }
}

static void append_living(const BpeWork *work, TokenIds *out)
{
    for (int32_t at = work->count ? 0 : -1; at >= 0; at = work->symbols[at].next)
        token_ids_append(out, work->symbols[at].id);
}

Status bpe_encode(const Bpe *bpe, BpeWork *work, const char *word, size_t length, TokenIds *out, MergeHistory *history,
                  Error *error)
{
    const int32_t *whole = bpe->ignore_merges ? map_find(bpe->vocabulary, word, length) : NULL;
    if (whole) {
        token_ids_append(out, *whole);
        if (history)
            token_ids_append(&history->parts, *whole);
        return STATUS_OK;
    }
    if (length >= INT32_MAX / 4)
        return error_set(error, STATUS_OUT_OF_RANGE, "text: a word of %zu bytes; split the text", length);
    Buffer scratch = {0};
    Status status = bpe_start(bpe, work, word, length, &scratch, error);
    buffer_free(&scratch);
    if (status != STATUS_OK)
        return status;
    if (history)
        append_living(work, &history->parts);
    bpe_merge_all(bpe, work, history);
    append_living(work, out);
    return STATUS_OK;
}
