/* How probable a model finds texts. All in nats; a machine that reuses its memory is enough, and is cleared first. */
#ifndef RUN_LIKELIHOOD_H
#define RUN_LIKELIHOOD_H

#include "run/machine.h"

/* log softmax(logits [vocab])[id] */
double likelihood_of(const Real *logits, int64_t vocab, int32_t id);

/* The entropy of softmax(logits [vocab]). */
double likelihood_entropy(const Real *logits, int64_t vocab);

/* The Kullback-Leibler divergence of softmax(q) from softmax(p), both logits [vocab]: how much more a text of p's
 * tokens surprises who expects q's. 0 for equal ones. */
double likelihood_divergence(const Real *p, const Real *q, int64_t vocab);

/* *sum = log P(ids[1 .. count) | ids[0]); count is 2 or more, and one more than the context holds at most. */
Status likelihood_of_text(Machine *machine, const int32_t *ids, int64_t count, double *sum, Error *error);

/* Texts that begin alike and then part: scores[i] = log P(what is text i's own | what all have). `entropy` is that of
 * the next token at the place where they part. They have at least their first token in common. A text that others go on
 * from has nothing of its own, and scores 0. */
Status likelihood_compare(Machine *machine, const TokenIds *texts, int count, double *scores, double *entropy,
                          Error *error);

#endif
