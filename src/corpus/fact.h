/* Facts are attributes of words that words/relation.txt names: capital of=country attribute=capital. weight=2 there
 * tells facts of that relation twice as often as others.
 *
 * Each relation REL is stated by the rule say-REL, asked by question-REL and answered by answer-REL, where {x} is the
 * subject and {y} the object. One fact of eight is held out: no document states or uses it. One of six of the others is
 * stated but never asked.
 */
#ifndef CORPUS_FACT_H
#define CORPUS_FACT_H

#include <stdbool.h>

#include "corpus/kind.h"
#include "corpus/lexicon.h"

/* Is `attribute` of the word a fact that no document may tell? */
bool fact_is_held_out(const Lexicon *words, const Word *word, const char *attribute);

/* Is the fact told in documents, but never in answer to a question? */
bool fact_is_never_asked(const Word *relation, const Word *subject);

/* The value that makes the fact true, or NULL where the word has none. */
const char *fact_object(const Word *relation, const Word *subject);

/* A relation of the language, each as likely; NULL where words/relation.txt is missing. */
const Word *fact_pick_relation(Expansion *expansion);

/* A subject of the relation that `fits` (with an object, not `unseen`); NULL where there is none. */
const Word *fact_pick_subject(Expansion *expansion, const Word *relation,
                              bool (*fits)(const Lexicon *, const Word *relation, const Word *subject));

/* Subjects whose fact documents state, ask, keep to themselves. */
bool fact_is_stated(const Lexicon *words, const Word *relation, const Word *subject);
bool fact_is_asked(const Lexicon *words, const Word *relation, const Word *subject);

/* Lets {x} and {y} mean the fact's subject and object, and notes it. */
void fact_set(Maker *maker, const Word *relation, const Word *subject);

/* Expands PREFIX-REL for the fact that was set. */
Status fact_expand(Expansion *expansion, const char *prefix, const Word *relation, Error *error);

/* Documents: facts stated, or asked and answered (kind `fact`), and asked in a dialogue (part of kind `chat`). */
Status fact_document(Maker *maker, Error *error);
Status fact_chat(Maker *maker, Error *error);

#endif
