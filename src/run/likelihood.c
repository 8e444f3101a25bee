#include "run/likelihood.h"

#include <math.h>

#include "base/translate.h"

/* log sum exp(logits) */
static double log_total(const Real *logits, int64_t vocab)
{
    int64_t likeliest = 0;
    for (int64_t i = 1; i < vocab; i++)
        likeliest = logits[i] > logits[likeliest] ? i : likeliest;
    double most = logits[likeliest], others = 0;
    for (int64_t i = 0; i < vocab; i++)
        others += i == likeliest ? 0 : exp(logits[i] - most);
    return most + log1p(others);
}

double likelihood_of(const Real *logits, int64_t vocab, int32_t id)
{
    return logits[id] - log_total(logits, vocab);
}

double likelihood_entropy(const Real *logits, int64_t vocab)
{
    double total = log_total(logits, vocab), entropy = 0;
    for (int64_t i = 0; i < vocab; i++)
        entropy -= exp(logits[i] - total) * (logits[i] - total);
    return entropy;
}

double likelihood_divergence(const Real *p, const Real *q, int64_t vocab)
{
    double p_total = log_total(p, vocab), q_total = log_total(q, vocab), divergence = 0;
    for (int64_t i = 0; i < vocab; i++) {
        double share = exp(p[i] - p_total);
        divergence += share > 0 ? share * ((p[i] - p_total) - (q[i] - q_total)) : 0;
    }
    return divergence > 0 ? divergence : divergence == divergence ? 0 : NAN;
}

/* One pass; the logits [pos, vocab] of all its positions. */
static Status run_text(Machine *machine, const int32_t *ids, int64_t count, Tensor *logits, Error *error)
{
    const Model *model = machine_model(machine);
    machine_clear(machine);
    TRY(machine_feed(machine, ids, count, NULL, error));
    TRY(machine_go(machine, machine_end(machine), NULL, error));
    return machine_tensor(machine, 0, model->program.logits, logits)
               ? STATUS_OK
               : error_set(error, STATUS_UNSUPPORTED, _("%s: has no logits; choose a model that predicts tokens"),
                           model->name);
}

static double sum_from(const Tensor *logits, const int32_t *ids, int64_t from, int64_t count)
{
    double sum = 0;
    for (int64_t i = from; i < count; i++)
        sum += likelihood_of(logits->data + (i - 1) * logits->stride[0], logits->shape.size[1], ids[i]);
    return sum;
}

static Status sum_of_text(Machine *machine, const int32_t *ids, int64_t from, int64_t count, double *sum, Error *error)
{
    Tensor logits;
    TRY(run_text(machine, ids, count - 1, &logits, error));
    *sum = sum_from(&logits, ids, from, count);
    return STATUS_OK;
}

Status likelihood_of_text(Machine *machine, const int32_t *ids, int64_t count, double *sum, Error *error)
{
    return sum_of_text(machine, ids, 1, count, sum, error);
}

static size_t common_length(const TokenIds *texts, int count)
{
    for (size_t at = 0;; at++)
        for (int i = 0; i < count; i++)
            if (at == texts[i].count || texts[i].ids[at] != texts[0].ids[at])
                return at;
}

/* What all have in common says enough of texts that have one more token; the others need passes of their own. */
Status likelihood_compare(Machine *machine, const TokenIds *texts, int count, double *scores, double *entropy,
                          Error *error)
{
    Tensor logits;
    size_t common = common_length(texts, count);
    TRY(run_text(machine, texts[0].ids, (int64_t)common, &logits, error));
    const Real *last = machine_last_logits(machine);
    int64_t vocab = logits.shape.size[1];
    *entropy = likelihood_entropy(last, vocab);
    for (int i = 0; i < count; i++)
        scores[i] = texts[i].count > common ? likelihood_of(last, vocab, texts[i].ids[common]) : 0;
    for (int i = 0; i < count; i++)
        if (texts[i].count > common + 1)
            TRY(sum_of_text(machine, texts[i].ids, (int64_t)common, (int64_t)texts[i].count, &scores[i], error));
    return STATUS_OK;
}
