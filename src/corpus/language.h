/* One language of a corpus: its vocabulary and its grammar, from a folder with words/ and grammar/. */
#ifndef CORPUS_LANGUAGE_H
#define CORPUS_LANGUAGE_H

#include "corpus/grammar.h"
#include "corpus/lexicon.h"

typedef struct Language {
    const char *code; /* "ko", "en" */
    bool korean;      /* particles and Korean endings; else English inflection */
    Lexicon words;
    Grammar grammar;
} Language;

/* Reads every .txt file of FOLDER/CODE/words and FOLDER/CODE/grammar, in the order of their names, and checks that
 * whatever a slot names exists. */
Status language_read(Language *language, const char *folder, const char *code, Error *error);
void language_free(Language *language);

/* Is there a form of this name (past, s, call, ...) in the language? */
bool language_has_form(const Language *language, const char *form);

#endif
