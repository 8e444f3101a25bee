/* What `probe` measures, in parts: answers to built-in questions, heads, held-out text. */
#ifndef CLI_PROBE_PARTS_H
#define CLI_PROBE_PARTS_H

#include "base/progress.h"
#include "corpus/probe.h"
#include "run/machine.h"

typedef struct Probing {
    const Model *model; /* with a tokenizer, and tokens that begin and end documents */
    const Corpus *corpus;
    Machine *machine; /* MACHINE_REUSE */
    uint64_t seed;
    int64_t cases; /* of each kind and language, none twice: fewer where there are not so many */
    int threads;
} Probing;

/* One kind of question in one language. */
typedef struct ProbeRow {
    ProbeKind kind;
    CorpusLanguage language;
    int64_t cases, right; /* right stays 0 where there is no right answer */
    int64_t shortened;    /* prompts that lost their beginning, as the context is too short for them */
    double entropy;       /* bits, of the next token where the answers part; the mean */
} ProbeRow;

/* Fills rows [PROBE_KINDS * CORPUS_LANGUAGES]; those that there are come first. */
Status probe_answers(const Probing *probing, const Progress *progress, ProbeRow *rows, int *row_count, Error *error);

/* Perplexity on documents that nobody trained on, of the model and of n-grams. */
typedef struct HeldOut {
    int64_t documents, tokens;                   /* that were predicted, by both */
    int64_t baseline_documents, baseline_tokens; /* that the n-grams were counted in */
    double perplexity, baseline;
} HeldOut;

enum { PROBE_ORDER = 5 }; /* of the n-grams */

Status probe_held_out(const Probing *probing, int64_t baseline_documents, const Progress *progress, HeldOut *out,
                      Error *error);

/* Fills scores [layers, heads]: how much each head is an induction head, 0 to 1, on random sequences of everyday words
 * that come a second time (see run/induction.h). */
Status probe_heads(const Probing *probing, const Progress *progress, double *scores, Error *error);

enum { PROBE_SAMPLES = 10 }; /* in each language */

/* How samples are drawn: what is usual for stories, without the tail of tokens that hardly ever fit. */
#define PROBE_TEMPERATURE 0.8
#define PROBE_TOP_P       0.9

/* Appends what the model makes of the first word of a story that it never saw. Nobody picks: sample `index` follows
 * from the seed. */
Status probe_sample(const Probing *probing, CorpusLanguage language, int index, Buffer *out, Error *error);

#endif
