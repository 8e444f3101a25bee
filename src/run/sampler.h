/* From logits to one token: temperature, filters, and a seeded draw, with every stage kept.
 *
 * The order is that of the field: the repetition penalty on logits (Keskar et al., arXiv:1909.05858),
 * temperature, top-k (Fan et al., arXiv:1805.04833), top-p (Holtzman et al., arXiv:1904.09751) of what
 * top-k has left, draw.
 *
 * Logits that somebody edited are taken as they come: -inf never wins against a finite one, +inf always
 * does (several share), NaN counts as -inf, and where all are -inf all are equally probable.
 */
#ifndef RUN_SAMPLER_H
#define RUN_SAMPLER_H

#include "base/random.h"
#include "base/status.h"
#include "tensor/tensor.h"

typedef struct SamplerSettings {
    double temperature;        /* 0: greedy, the token with the highest logit after the repetition penalty */
    int64_t top_k;             /* keep the k most probable; 0: all */
    double top_p;              /* keep the fewest most probable tokens that reach this share, at least one; 1: all */
    double repetition_penalty; /* logits of tokens already in the text are divided by it where positive and
                                  multiplied where not, once a token however often it occurs; 1: none */
    uint64_t seed;
} SamplerSettings;

extern const SamplerSettings sampler_defaults; /* greedy */

/* Checks the ranges; USAGE with the setting's name where one is out of them. */
Status sampler_check(const SamplerSettings *settings, Error *error);

/* What happened at one token. Probabilities are over the whole vocabulary. */
typedef struct Sample {
    int64_t vocab;
    Real *logits;   /* [vocab] after the repetition penalty */
    Real *raw;      /* [vocab] softmax of the logits as they are */
    Real *tempered; /* [vocab] after repetition penalty and temperature; greedy: 1 for the choice, else 0 */
    Real *filtered; /* [vocab] after top-k and top-p, summing to 1; 0 where a token fell out */
    int32_t *order; /* [vocab] all ids, the first `ranked` in the order of the draw: by falling `logits`, then
                       by id. So `tempered` and `filtered` never rise along it */
    int64_t ranked; /* at least 64 and all that the filters and the draw looked at; sample_rank for more */
    int64_t kept;   /* how many tokens passed the filters: the first so many in the order; greedy: 1 */
    double draw;    /* the random number in [0, 1); the token is the first in the order whose cumulated
                       `filtered` exceeds it. Greedy: 0, and no random number is used up */
    double entropy; /* of `raw`, in bits */
    int32_t greedy; /* the most probable id by `raw` (the smallest among equals) */
    int32_t chosen;
} Sample;

/* Sorting a whole vocabulary for each token would take longer than a small model: ranks on request.
 * Afterwards `ranked` is `count` or more, as far as the vocabulary goes. */
void sample_rank(Sample *sample, int64_t count);

/* -sum p log2 p over a stage of the sample (`filtered`, `tempered`): bits of doubt that it leaves. */
double sample_entropy(const Sample *sample, const Real *stage);

typedef struct Sampler {
    SamplerSettings settings;
    Random random;
    Sample sample; /* the newest; valid until the next draw */
} Sampler;

/* The settings are checked ones. sampler_free afterwards. */
void sampler_init(Sampler *sampler, const SamplerSettings *settings, int64_t vocab);
void sampler_free(Sampler *sampler);

/* Chooses the next token from logits [vocab], given the text so far. Fills sampler->sample. */
int32_t sampler_draw(Sampler *sampler, const Real *logits, const int32_t *tokens, int64_t token_count);

/* Only the choice, the same one. Where the settings are greedy `sample` is not filled: for fast generation. */
int32_t sampler_choose(Sampler *sampler, const Real *logits, const int32_t *tokens, int64_t token_count);

#endif
