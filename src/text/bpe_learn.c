#include "text/bpe_learn.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "text/pair_counts.h"

/* ---- words ---- */

int32_t counted_words_append(CountedWords *words, const TokenizerDraft *draft, const char *bytes, size_t length)
{
    words->items = memory_grow(words->items, &words->capacity, words->count + 1, sizeof(CountedWord));
    words->symbols =
        memory_grow(words->symbols, &words->symbol_capacity, words->symbol_count + length, sizeof(int32_t));
    words->items[words->count] = (CountedWord){.start = words->symbol_count, .length = length, .count = 1};
    for (size_t i = 0; i < length; i++)
        words->symbols[words->symbol_count++] = draft->byte_indices[(unsigned char)bytes[i]];
    return (int32_t)words->count++;
}

void counted_words_free(CountedWords *words)
{
    free(words->symbols);
    free(words->items);
    *words = (CountedWords){0};
}

/* ---- what may merge ---- */

typedef struct Learning {
    CountedWords *words;
    const BpeLimits *limits;
    TokenizerDraft *draft;
    PairCounts counts;
} Learning;

static bool is_whole_characters(const DraftToken *token)
{
    return utf8_valid_prefix(token->bytes, token->length) == token->length;
}

/* Where the right token begins inside a character, the left one ends inside it; neither then holds anything else,
 * because no token so far does. */
static bool may_merge(const void *context, DraftMerge pair)
{
    const Learning *learning = context;
    const DraftToken *left = &learning->draft->tokens[pair.left], *right = &learning->draft->tokens[pair.right];
    bool inside_character = (right->bytes[0] & 0xC0) == 0x80;
    return learning->limits->across_characters || inside_character ||
           (is_whole_characters(left) && is_whole_characters(right));
}

/* ---- merging ---- */

static void count_pairs(Learning *learning)
{
    for (size_t i = 0; i < learning->words->count; i++) {
        const CountedWord *word = &learning->words->items[i];
        const int32_t *symbols = learning->words->symbols + word->start;
        for (size_t at = 0; at + 1 < word->length; at++)
            pair_counts_change(&learning->counts, (DraftMerge){symbols[at], symbols[at + 1]}, word->count, (int32_t)i);
    }
}

/* At any time the word is what has been written so far and what has not been read yet, and the counts are true of
 * that: each merge takes its three pairs away and puts two others in their place. */
static void merge_in_word(Learning *learning, int32_t index, DraftMerge pair, int32_t merged)
{
    CountedWord *word = &learning->words->items[index];
    PairCounts *counts = &learning->counts;
    int32_t *symbols = learning->words->symbols + word->start;
    size_t written = 0;
    for (size_t read = 0; read < word->length; read++) {
        if (symbols[read] != pair.left || read + 1 == word->length || symbols[read + 1] != pair.right) {
            symbols[written++] = symbols[read];
            continue;
        }
        pair_counts_change(counts, pair, -word->count, index);
        if (written > 0) {
            pair_counts_change(counts, (DraftMerge){symbols[written - 1], pair.left}, -word->count, index);
            pair_counts_change(counts, (DraftMerge){symbols[written - 1], merged}, word->count, index);
        }
        read++;
        if (read + 1 < word->length) {
            pair_counts_change(counts, (DraftMerge){pair.right, symbols[read + 1]}, -word->count, index);
            pair_counts_change(counts, (DraftMerge){merged, symbols[read + 1]}, word->count, index);
        }
        symbols[written++] = merged;
    }
    word->length = written;
}

/* No two merges make the same token. All texts see the same merges, so between two borders that last, equal bytes are
 * at any time cut in the same way; and the borders around what becomes a token have lasted. */
static void merge_everywhere(Learning *learning, PairCount *best)
{
    PairCount taken = *best;
    int32_t merged = tokenizer_draft_merge(learning->draft, taken.pair);
    best->words = NULL; /* counting moves `best` */
    best->word_count = best->word_capacity = 0;
    for (size_t i = 0; i < taken.word_count; i++)
        merge_in_word(learning, taken.words[i], taken.pair, merged);
    free(taken.words);
}

static Status learn(Learning *learning, const Progress *progress, Error *error)
{
    enum { MERGES_A_REPORT = 32 };
    const BpeLimits *limits = learning->limits;
    size_t first = tokenizer_draft_size(learning->draft), size;
    count_pairs(learning);
    while ((size = tokenizer_draft_size(learning->draft)) < limits->vocabulary) {
        pair_counts_queue_grown(&learning->counts, learning->draft, may_merge, learning);
        PairCount *best = pair_counts_take(&learning->counts, learning->draft);
        if (!best || best->count < limits->least_count)
            break;
        merge_everywhere(learning, best);
        if (size % MERGES_A_REPORT == 0 &&
            !progress_report(progress, (double)(size - first) / (double)(limits->vocabulary - first)))
            return error_set(error, STATUS_CANCELLED, "learning merges: stopped; start again to have a tokenizer");
    }
    progress_report(progress, 1);
    return STATUS_OK;
}

Status bpe_learn(CountedWords *words, const BpeLimits *limits, const Progress *progress, TokenizerDraft *draft,
                 Error *error)
{
    Learning learning = {.words = words, .limits = limits, .draft = draft};
    Status status = learn(&learning, progress, error);
    pair_counts_free(&learning.counts);
    return status;
}
