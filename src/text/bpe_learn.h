/* Learning merges: as long as there is room for tokens, the pair of neighbours that is most frequent becomes one.
 *
 * Sennrich, Haddow and Birch, "Neural Machine Translation of Rare Words with Subword Units", 2016. Each merge costs
 * what the words cost that hold its pair, so that the whole takes little more than one look at all words.
 */
#ifndef TEXT_BPE_LEARN_H
#define TEXT_BPE_LEARN_H

#include "base/progress.h"
#include "text/tokenizer_draft.h"

typedef struct CountedWord {
    size_t start, length; /* among the symbols */
    int64_t count;        /* how often it stands in the texts */
} CountedWord;

typedef struct CountedWords {
    int32_t *symbols; /* tokens of the draft, word after word */
    size_t symbol_count, symbol_capacity;
    CountedWord *items;
    size_t count, capacity;
} CountedWords; /* zero-initialise; counted_words_free */

/* Appends a word that was seen once so far; returns its index. */
int32_t counted_words_append(CountedWords *words, const TokenizerDraft *draft, const char *bytes, size_t length);
void counted_words_free(CountedWords *words);

typedef struct BpeLimits {
    size_t vocabulary;   /* ids that the draft may have in the end */
    int64_t least_count; /* pairs that are rarer stay apart */

    /* May a token hold a part of one character together with something else?
     *
     * Plain byte-level BPE does so happily: 은 and 을 both begin with the bytes EC 9D, so that "a space and EC 9D" is
     * frequent and becomes a token, and so does the end of one syllable with the start of the next. Such tokens
     * cannot be shown, a model that stops behind one has written half a character, and they take the place of
     * tokens that mean something. Without them a token is a part of one character, or it is whole characters: a
     * syllable becomes whole before it joins another. The restriction is on what is learnt alone; whoever encodes
     * applies the merges as ever. */
    bool across_characters;
} BpeLimits;

/* Adds merges to the draft until a limit is reached; the words' symbols become the tokens that they end up as. */
Status bpe_learn(CountedWords *words, const BpeLimits *limits, const Progress *progress, TokenizerDraft *draft,
                 Error *error);

#endif
