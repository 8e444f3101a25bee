#include "run/sampler.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/translate.h"
#include "tensor/vector.h"

enum { RANKED_AT_LEAST = 64 }; /* what lists on the screen show */

const SamplerSettings sampler_defaults = {.top_p = 1, .repetition_penalty = 1};

Status sampler_check(const SamplerSettings *settings, Error *error)
{
    if (!(settings->temperature >= 0 && settings->temperature <= 1000))
        return error_set(error, STATUS_USAGE,
                         _("temperature: %g is out of range; give 0 for greedy, or a number up to 1000"),
                         settings->temperature);
    if (settings->top_k < 0)
        return error_set(error, STATUS_USAGE, _("top-k: %lld is negative; give 0 for all, or how many tokens to keep"),
                         (long long)settings->top_k);
    if (!(settings->top_p >= 0 && settings->top_p <= 1))
        return error_set(error, STATUS_USAGE, _("top-p: %g is no share; give a number from 0 to 1"), settings->top_p);
    if (!(settings->repetition_penalty > 0 && settings->repetition_penalty <= 1000))
        return error_set(error, STATUS_USAGE,
                         _("repetition-penalty: %g is out of range; give 1 for none, or a number above 0 up to 1000"),
                         settings->repetition_penalty);
    return STATUS_OK;
}

void sampler_init(Sampler *sampler, const SamplerSettings *settings, int64_t vocab)
{
    size_t count = (size_t)vocab;
    *sampler = (Sampler){.settings = *settings};
    random_seed(&sampler->random, settings->seed);
    sampler->sample = (Sample){
        .vocab = vocab,
        .logits = memory_new(count, sizeof(Real)),
        .raw = memory_new(count, sizeof(Real)),
        .tempered = memory_new(count, sizeof(Real)),
        .filtered = memory_new(count, sizeof(Real)),
        .order = memory_new(count, sizeof(int32_t)),
    };
}

void sampler_free(Sampler *sampler)
{
    free(sampler->sample.logits);
    free(sampler->sample.raw);
    free(sampler->sample.tempered);
    free(sampler->sample.filtered);
    free(sampler->sample.order);
    *sampler = (Sampler){0};
}

/* ---- the order of tokens: a heap that is taken apart only as far as somebody looks ---- */

static bool sample_before(const Sample *sample, int32_t a, int32_t b)
{
    Real la = sample->logits[a], lb = sample->logits[b];
    return la > lb || (la == lb && a < b);
}

/* The heap lies backwards at the end of `order`, its root last: what leaves it lines up at the front. */
static int32_t *heap_at(const Sample *sample, int64_t index)
{
    return &sample->order[sample->vocab - 1 - index];
}

static void heap_sink(const Sample *sample, int64_t index, int64_t size)
{
    int32_t id = *heap_at(sample, index);
    for (int64_t child; (child = 2 * index + 1) < size; index = child) {
        if (child + 1 < size && sample_before(sample, *heap_at(sample, child + 1), *heap_at(sample, child)))
            child++;
        if (!sample_before(sample, *heap_at(sample, child), id))
            break;
        *heap_at(sample, index) = *heap_at(sample, child);
    }
    *heap_at(sample, index) = id;
}

static void heap_build(Sample *sample)
{
    for (int64_t i = 0; i < sample->vocab; i++)
        sample->order[i] = (int32_t)i;
    for (int64_t i = sample->vocab / 2 - 1; i >= 0; i--)
        heap_sink(sample, i, sample->vocab);
    sample->ranked = 0;
}

void sample_rank(Sample *sample, int64_t count)
{
    for (; sample->ranked < count && sample->ranked < sample->vocab; sample->ranked++) {
        int64_t size = sample->vocab - sample->ranked;
        int32_t root = *heap_at(sample, 0);
        *heap_at(sample, 0) = *heap_at(sample, size - 1);
        *heap_at(sample, size - 1) = root;
        heap_sink(sample, 0, size - 1);
    }
}

/* The id at a place of the order. */
static int32_t sample_ranked(Sample *sample, int64_t rank)
{
    sample_rank(sample, rank + 1);
    return sample->order[rank];
}

/* ---- the stages ---- */

/* A comparison with NaN is false, so NaN loses against everything. */
static int32_t highest(const Real *logits, int64_t vocab)
{
    Real best = -INFINITY;
    int32_t at = 0;
    for (int64_t i = 0; i < vocab; i++) {
        if (logits[i] > best) {
            best = logits[i];
            at = (int32_t)i;
        }
    }
    return at;
}

/* NaN, which can only come from an edit, would make every sum NaN. */
static void copy_clean(Real *out, const Real *logits, int64_t vocab)
{
    for (int64_t i = 0; i < vocab; i++)
        out[i] = isnan(logits[i]) ? -INFINITY : logits[i];
}

/* Computed from the logit as it came, so that a token that occurs twice is penalised once. */
static void penalise(Real *out, const Real *logits, int64_t vocab, double penalty, const int32_t *tokens, int64_t count)
{
    for (int64_t i = 0; i < count && penalty != 1; i++) {
        int32_t id = tokens[i];
        if (id >= 0 && id < vocab && !isnan(logits[id]))
            out[id] = (Real)(logits[id] > 0 ? logits[id] / penalty : logits[id] * penalty);
    }
}

/* out = softmax(logits / temperature). Differences from the maximum are divided, not the logits: a tiny
 * temperature then gives -inf and a probability of 0, but never inf - inf. */
static void soften(Real *out, const Real *logits, int64_t vocab, double temperature)
{
    Real max = logits[highest(logits, vocab)];
    for (int64_t i = 0; i < vocab; i++) {
        bool equal = logits[i] == max; /* +inf to +inf, and -inf to -inf where all are */
        out[i] = equal ? 0 : (Real)((logits[i] - (double)max) / temperature);
    }
    Real sum = vector_exp(out, out, 0, vocab);
    vector_scale(out, out, 1 / sum, vocab);
}

/* H = -sum p log p. With p = exp(l - max) / S the logarithms are known: log p = l - max - log S, and the
 * most probable token, whose l is max, says what log S is. */
static double entropy_bits(const Real *probabilities, const Real *logits, int64_t vocab, int32_t best)
{
    double bits = -log2((double)probabilities[best]);
    for (int64_t i = 0; i < vocab; i++)
        if (probabilities[i] > 0 && logits[i] != logits[best])
            bits -= probabilities[i] * ((double)logits[i] - logits[best]) / M_LN2;
    return bits > 0 ? bits : 0;
}

double sample_entropy(const Sample *sample, const Real *stage)
{
    double bits = 0;
    for (int64_t i = 0; i < sample->vocab; i++)
        if (stage[i] > 0)
            bits -= (double)stage[i] * log2((double)stage[i]);
    return bits > 0 ? bits : 0;
}

static void keep_one(Sample *sample)
{
    size_t bytes = (size_t)sample->vocab * sizeof(Real);
    memset(sample->tempered, 0, bytes);
    sample->tempered[sample_ranked(sample, 0)] = 1;
    memcpy(sample->filtered, sample->tempered, bytes);
    sample->kept = 1;
}

/* How many of the first `most` tokens it takes to reach the share `top_p` of their sum. */
static int64_t nucleus(Sample *sample, int64_t most, double top_p)
{
    double sum = 0, reached = 0;
    for (int64_t i = 0; i < most && most < sample->vocab; i++)
        sum += sample->tempered[sample_ranked(sample, i)];
    double wanted = top_p * (most < sample->vocab ? sum : 1);
    int64_t kept = 0;
    do
        reached += sample->tempered[sample_ranked(sample, kept++)];
    while (kept < most && reached < wanted);
    return kept;
}

static void filter(Sample *sample, const SamplerSettings *settings)
{
    bool all = settings->top_k == 0 || settings->top_k > sample->vocab;
    int64_t most = all ? sample->vocab : settings->top_k;
    sample->kept = settings->top_p < 1 ? nucleus(sample, most, settings->top_p) : most;
    if (sample->kept == sample->vocab) {
        memcpy(sample->filtered, sample->tempered, (size_t)sample->vocab * sizeof(Real));
        return;
    }
    double sum = 0;
    memset(sample->filtered, 0, (size_t)sample->vocab * sizeof(Real));
    for (int64_t i = 0; i < sample->kept; i++)
        sum += sample->tempered[sample_ranked(sample, i)];
    for (int64_t i = 0; i < sample->kept; i++)
        sample->filtered[sample->order[i]] = (Real)(sample->tempered[sample->order[i]] / sum);
}

/* Rounding may leave the sum a little below 1: a draw above it takes the last token that has a chance. */
static int32_t pick(Sample *sample)
{
    double cumulated = 0;
    int32_t chosen = sample_ranked(sample, 0);
    for (int64_t i = 0; i < sample->kept && cumulated <= sample->draw; i++) {
        int32_t id = sample_ranked(sample, i);
        if (!(sample->filtered[id] > 0))
            break;
        cumulated += sample->filtered[id];
        chosen = id;
    }
    return chosen;
}

int32_t sampler_draw(Sampler *sampler, const Real *logits, const int32_t *tokens, int64_t token_count)
{
    const SamplerSettings *settings = &sampler->settings;
    Sample *sample = &sampler->sample;
    sample->greedy = highest(logits, sample->vocab);
    copy_clean(sample->logits, logits, sample->vocab);
    soften(sample->raw, sample->logits, sample->vocab, 1);
    sample->entropy = entropy_bits(sample->raw, sample->logits, sample->vocab, sample->greedy);
    penalise(sample->logits, logits, sample->vocab, settings->repetition_penalty, tokens, token_count);
    heap_build(sample);
    if (settings->temperature == 0) {
        keep_one(sample);
        sample->draw = 0;
    } else {
        soften(sample->tempered, sample->logits, sample->vocab, settings->temperature);
        filter(sample, settings);
        sample->draw = random_uniform(&sampler->random);
    }
    sample->chosen = pick(sample);
    sample_rank(sample, RANKED_AT_LEAST);
    return sample->chosen;
}

int32_t sampler_choose(Sampler *sampler, const Real *logits, const int32_t *tokens, int64_t token_count)
{
    if (sampler->settings.temperature > 0)
        return sampler_draw(sampler, logits, tokens, token_count);
    if (sampler->settings.repetition_penalty == 1)
        return highest(logits, sampler->sample.vocab);
    copy_clean(sampler->sample.logits, logits, sampler->sample.vocab);
    penalise(sampler->sample.logits, logits, sampler->sample.vocab, sampler->settings.repetition_penalty, tokens,
             token_count);
    return highest(sampler->sample.logits, sampler->sample.vocab);
}
