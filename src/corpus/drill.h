/* Exercises: counting, sums, copies, reversals, and random sequences that repeat. The sequences are made here; the
 * rules drill-count, drill-sum, drill-copy, drill-reverse write them, as {x}, {y} and {z}. */
#ifndef CORPUS_DRILL_H
#define CORPUS_DRILL_H

#include "corpus/kind.h"

Status drill_count(Maker *maker, Error *error);
Status drill_sum(Maker *maker, Error *error);
Status drill_copy(Maker *maker, Error *error);

/* Random sequences that come again. A chant is short, of letters, syllables and words, and comes many times: from it a
 * model learns soonest that what came once comes again. Others may be long, of anything, and come at least twice. */
Status drill_chant(Maker *maker, Error *error);
Status drill_repeat(Maker *maker, Error *error);

/* Is this sum kept for the probes? */
bool drill_sum_is_held_out(int a, int b);

/* The everyday words in order; NULL behind the last. */
const char *drill_word(const Lexicon *words, size_t index);

/* Up to `count` different words of everyday classes; returns how many. Texts belong to the vocabulary. */
enum { DRILL_LONGEST = 40 };
int drill_words(Expansion *expansion, int count, const char *items[DRILL_LONGEST]);

#endif
