/* Classes of characters that tokenizer stages ask for, by Unicode's properties (utf8proc). */
#ifndef TEXT_CHARACTER_H
#define TEXT_CHARACTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

bool character_is_space(uint32_t c);       /* White_Space */
bool character_is_number(uint32_t c);      /* Nd, Nl, No */
bool character_is_punctuation(uint32_t c); /* ASCII's and P* */
bool character_is_word(uint32_t c);        /* what \w means: letters, marks, digits, connectors, joiners */

typedef bool (*CharacterClass)(uint32_t c);

/* The character of valid text that ends before `end` (> 0); *start becomes where it begins. */
uint32_t character_before(const char *text, size_t end, size_t *start);

/* Bytes at the front, and at the end, that are all of this class. */
size_t character_run(const char *text, size_t length, CharacterClass is_in_class);
size_t character_run_at_end(const char *text, size_t length, CharacterClass is_in_class);

#endif
