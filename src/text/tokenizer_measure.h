/* How many tokens a text costs: the fewer, the more of it fits into a context.
 *
 * A Hangul syllable is three bytes. A token of its own for each would be one token a syllable; byte-level BPE with too
 * few merges needs up to three, and one that knows whole words needs less than one.
 */
#ifndef TEXT_TOKENIZER_MEASURE_H
#define TEXT_TOKENIZER_MEASURE_H

#include "text/tokenizer.h"

typedef struct TokenizerMeasure {
    size_t tokens;
    size_t bytes, characters, words; /* words: what stands between white space */
    size_t syllables;                /* Hangul ones, U+AC00 to U+D7A3 */
    size_t whole_syllables;          /* that lie inside one token */
    size_t syllable_tokens;          /* tokens that hold a syllable or a part of one */
} TokenizerMeasure;

/* Adds what a text of any length comes to. Special tokens count where the text holds them. */
Status tokenizer_measure(const Tokenizer *tokenizer, const char *text, size_t length, TokenizerMeasure *measure,
                         Error *error);

#endif
