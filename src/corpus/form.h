/* Forms of words by name, in either language: {먹다.past}, {apple.s}, {a.call}. */
#ifndef CORPUS_FORM_H
#define CORPUS_FORM_H

#include "corpus/korean.h"
#include "corpus/language.h"

/* What a slot has found: a word of the vocabulary, or a phrase (책을 읽다) whose word decides its forms. */
typedef struct Value {
    const char *text;
    const Word *word; /* NULL for a phrase or a text */
} Value;

/* How and to whom the words are said. */
typedef struct Voice {
    KoreanStyle style;
    bool familiar; /* Korean first names take 이: 하준이는 */
} Voice;

/* The word that a phrase inflects: the last of a Korean one, the first of an English one; NULL where the vocabulary
 * does not have it. */
const Word *form_word(const Language *language, const char *phrase);

/* {user} and {assistant}, the tokens that mark who speaks; {newline} and {space}, which a line's end would lose. */
bool form_is_special(const char *name);
const char *form_special(const char *name); /* NULL: none */

/* Appends the value in `form`, or as it stands for form NULL. */
Status form_append(const Language *language, Value value, const char *form, Voice voice, Origin origin, Buffer *out,
                   Error *error);

#endif
