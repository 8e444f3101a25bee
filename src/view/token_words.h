/* Tokens in the words of the tokens view: texts where they are texts, bytes where they are parts of a character. */
#ifndef VIEW_TOKEN_WORDS_H
#define VIEW_TOKEN_WORDS_H

#include "text/tokenizer.h"

/* Appends "␣girl", "EC 9D" for bytes that are no whole characters, or the name of a special token. */
void token_words(const Tokenizer *tokenizer, int32_t id, Buffer *out);

/* Appends each character of a text with its bytes, "마 EB A7 88  을 EC 9D 84", as far as `cells` go; … stands for the
 * rest. */
void character_words(const char *text, size_t length, int cells, Buffer *out);

#endif
