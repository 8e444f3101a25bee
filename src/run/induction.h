/* Which heads are induction heads: those that, where a token comes again, attend to what stood behind it before
 * (Olsson et al., "In-context Learning and Induction Heads", 2022).
 */
#ifndef RUN_INDUCTION_H
#define RUN_INDUCTION_H

#include "base/progress.h"
#include "model/model.h"

typedef struct InductionRequest {
    const int32_t *tokens; /* what random sequences are drawn from, evenly */
    int64_t token_count;   /* 2 or more */
    int32_t begin;         /* stands in front of a sequence; below 0: nothing does */
    int sequences;
    int64_t length; /* of a sequence, which then comes a second time; the context may shorten it */
    uint64_t seed;
    int threads;
} InductionRequest;

/* The mean attention from the tokens of the second copy to those that stood behind them in the first one, by head:
 * pattern [head, query, key], whose last 2 * length positions are the two copies. Adds to scores[head]. */
void induction_score(const Tensor *pattern, int64_t length, double *scores);

/* Fills scores [layers, heads], each 0 to 1. OUT_OF_RANGE where the context holds no two copies of anything. */
Status induction_measure(const Model *model, const InductionRequest *request, const Progress *progress, double *scores,
                         Error *error);

#endif
