/* An n-gram model with interpolated Kneser-Ney smoothing: what a neural model has to beat.
 *
 *     P_k(w | h) = max(c(h w) - D_k, 0) / c(h) + D_k * types(h) / c(h) * P_{k-1}(w | h without its first token)
 *
 * c counts occurrences at the highest order, and below it how many different tokens stand in front of (h w);
 * types(h) is how many different tokens follow h; P_0 is even over the vocabulary. D_k = n1 / (n1 + 2 n2), where n1 and
 * n2 are how many k-grams are counted once and twice; 1/2 where that gives no discount. (Chen and Goodman, "An
 * empirical study of smoothing techniques for language modeling", 1999.)
 */
#ifndef TRAIN_NGRAM_H
#define TRAIN_NGRAM_H

#include <stdint.h>

typedef struct Ngram Ngram;

enum { NGRAM_LONGEST = 5 };

/* `begin` stands as often as needed in front of every text. Tokens are ids below `vocab`. ngram_free it. */
Ngram *ngram_new(int order, int32_t vocab, int32_t begin);
void ngram_free(Ngram *ngram); /* NULL is fine */

/* Counts a text (without `begin`). */
void ngram_add(Ngram *ngram, const int32_t *ids, int64_t count);

/* Reckons the discounts; call it after the last text and before anything below. */
void ngram_finish(Ngram *ngram);

double ngram_discount(const Ngram *ngram, int k); /* of k-grams, 1 to the order */

/* P(ids[at] | what stands in front of it). */
double ngram_probability(const Ngram *ngram, const int32_t *ids, int64_t at);

#endif
