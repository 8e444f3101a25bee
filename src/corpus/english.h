/* English inflection by rule, and what depends on the next or the first word of a sentence.
 *
 * Irregular forms come from the vocabulary; these functions know the regular ones alone.
 */
#ifndef CORPUS_ENGLISH_H
#define CORPUS_ENGLISH_H

#include <stdbool.h>

#include "base/buffer.h"

void english_plural(const char *noun, Buffer *out);             /* box: boxes, baby: babies, knife is irregular */
void english_third_person(const char *verb, Buffer *out);       /* go: goes, try: tries */
void english_past(const char *verb, bool doubles, Buffer *out); /* bake: baked, try: tried, stop: stopped */
void english_progressive(const char *verb, bool doubles, Buffer *out); /* bake: baking, lie is irregular */

/* Does the last consonant double (stop: stopped)? By rule for verbs of one syllable. */
bool english_doubles(const char *verb);

/* Does the word start with a vowel's sound (an hour, a unicorn)? */
bool english_takes_an(const char *word);

/* Appends `text` with each a/an decided by the word behind it and, where `capitals` says so, sentences begun with a
 * capital. After ?" and !" a sentence may go on ("Where?" asked the fox), so that its writer sees to the capital. */
void english_finish(const char *text, bool capitals, Buffer *out);

#endif
