#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/translate.h"
#include "cli/probe_parts.h"
#include "run/likelihood.h"
#include "train/ngram.h"

enum { DOCUMENTS = 400 };

static const uint64_t training_seed = 1;          /* of the documents that built-in models learn from */
static const uint64_t held_out_seed = 0x68656c64; /* and of some that they never saw */

typedef struct Reading {
    const Probing *probing;
    const Progress *progress;
    Ngram *ngram;
    HeldOut *out;
    TokenIds ids; /* begin, a document, end */
    Buffer text;
} Reading;

static Status read_document(Reading *reading, uint64_t seed, int64_t index, Error *error)
{
    const Model *model = reading->probing->model;
    CorpusRequest request = {.seed = seed, .index = (uint64_t)index, .kind = CORPUS_ANY, .language = CORPUS_ANY};
    buffer_clear(&reading->text);
    reading->ids.count = 0;
    TRY(corpus_document(reading->probing->corpus, &request, &reading->text, NULL, error));
    token_ids_append(&reading->ids, (int32_t)model->config.bos);
    TRY(tokenizer_encode(model->tokenizer, reading->text.bytes, reading->text.length, false, &reading->ids, error));
    token_ids_append(&reading->ids, (int32_t)model->config.eos);
    for (size_t i = 0; i < reading->ids.count; i++)
        if (reading->ids.ids[i] < 0 || reading->ids.ids[i] >= model->config.vocab)
            return error_set(error, STATUS_BAD_DATA, _("%s: token %d is beyond its vocabulary; its files do not fit"),
                             model->name, reading->ids.ids[i]);
    return STATUS_OK;
}

static Status report(const Reading *reading, double done, Error *error)
{
    return progress_report(reading->progress, done)
               ? STATUS_OK
               : error_set(error, STATUS_CANCELLED, _("probe: stopped; start it again when there is time"));
}

/* ---- the n-grams ---- */

static Status count_baseline(Reading *reading, Error *error)
{
    HeldOut *out = reading->out;
    for (int64_t i = 0; i < out->baseline_documents; i++) {
        TRY(read_document(reading, training_seed, i, error));
        ngram_add(reading->ngram, reading->ids.ids + 1, (int64_t)reading->ids.count - 1);
        out->baseline_tokens += (int64_t)reading->ids.count - 1;
        TRY(report(reading, 0.8 * (double)i / (double)out->baseline_documents, error));
    }
    ngram_finish(reading->ngram);
    return STATUS_OK;
}

/* ---- both on the same tokens ---- */

/* Adds log probabilities to what will be perplexities. A document is cut where the model's context ends. */
static Status predict_document(Reading *reading, Error *error)
{
    HeldOut *out = reading->out;
    int64_t count = (int64_t)reading->ids.count, most = reading->probing->model->config.context + 1;
    double sum;
    if (count > most)
        count = most;
    TRY(likelihood_of_text(reading->probing->machine, reading->ids.ids, count, &sum, error));
    out->perplexity += sum;
    for (int64_t i = 0; i < count - 1; i++)
        out->baseline += log(ngram_probability(reading->ngram, reading->ids.ids + 1, i));
    out->tokens += count - 1;
    return STATUS_OK;
}

static Status predict_all(Reading *reading, Error *error)
{
    HeldOut *out = reading->out;
    for (int64_t i = 0; i < out->documents; i++) {
        TRY(read_document(reading, held_out_seed ^ reading->probing->seed, i, error));
        TRY(predict_document(reading, error));
        TRY(report(reading, 0.8 + 0.2 * (double)i / (double)out->documents, error));
    }
    out->perplexity = exp(-out->perplexity / (double)out->tokens);
    out->baseline = exp(-out->baseline / (double)out->tokens);
    return STATUS_OK;
}

Status probe_held_out(const Probing *probing, int64_t baseline_documents, const Progress *progress, HeldOut *out,
                      Error *error)
{
    const ModelConfig *config = &probing->model->config;
    *out = (HeldOut){.documents = DOCUMENTS, .baseline_documents = baseline_documents};
    Reading reading = {.probing = probing, .progress = progress, .out = out};
    reading.ngram = ngram_new(PROBE_ORDER, (int32_t)config->vocab, (int32_t)config->bos);
    Status status = count_baseline(&reading, error);
    if (status == STATUS_OK)
        status = predict_all(&reading, error);
    ngram_free(reading.ngram);
    token_ids_free(&reading.ids);
    buffer_free(&reading.text);
    return status;
}
