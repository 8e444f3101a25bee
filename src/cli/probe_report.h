/* All that is measured of a model, for `probe` and for model cards. */
#ifndef CLI_PROBE_REPORT_H
#define CLI_PROBE_REPORT_H

#include "cli/options.h"
#include "cli/probe_parts.h"

typedef struct ProbeReport {
    const Model *model;
    int64_t seed, cases;
    ProbeRow rows[PROBE_KINDS * CORPUS_LANGUAGES];
    int row_count;
    HeldOut held_out;
    double *heads; /* [layers, heads]: induction scores */
    int best;      /* head, counted through all layers */
    bool has_samples;
    Buffer samples[CORPUS_LANGUAGES][PROBE_SAMPLES];
} ProbeReport;

typedef struct ProbeRequest {
    int64_t seed, cases; /* cases of each kind of question, at most */
    int64_t documents;   /* that the n-grams are counted in */
    int threads;
    bool samples;
} ProbeRequest;

/* Reads the request's options: --seed, -n, --documents, --threads. */
Status probe_request(const Options *options, ProbeRequest *out, Error *error);

/* Measures with a progress bar. The model must outlive the report and needs a tokenizer, and tokens that begin and end
 * documents: else an error says which file to mend. probe_report_free it. */
Status probe_report_new(const Model *model, const Corpus *corpus, const ProbeRequest *request, ProbeReport *out,
                        Error *error);
void probe_report_free(ProbeReport *report);

/* "L1 H3" */
void probe_report_head(const ProbeReport *report, int head, Buffer *out);

/* Is there a right answer to these questions? */
bool probe_report_has_answers(const ProbeRow *row);
double probe_report_accuracy(const ProbeRow *row);

/* The model's perplexity divided by the n-grams'. */
double probe_report_ratio(const ProbeReport *report);

/* Appends "seed", "probes", "induction", "held_out" and "samples" as members of a JSON object, without its braces. */
void probe_report_json(const ProbeReport *report, Buffer *out);

#endif
