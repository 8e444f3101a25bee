/* What training never sees.
 *
 * Whether a combination is held out follows from a hash of its words alone, so that it holds for every seed, on every
 * machine, and stays when files grow.
 */
#ifndef CORPUS_HOLDOUT_H
#define CORPUS_HOLDOUT_H

#include <stdbool.h>

/* How many shares of one are held out: one of five places, one of eight facts, one of five sums. */
enum { HOLDOUT_PLACES = 5, HOLDOUT_FACTS = 8, HOLDOUT_QUESTIONS = 6, HOLDOUT_SUMS = 5 };

/* Is this triple among the one in `share` that is held out? NULL counts as "". */
bool holdout_is_held(int share, const char *key, const char *first, const char *second);

#endif
