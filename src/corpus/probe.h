/* Questions to a trained model, made of what its documents never say: held-out words in a place, held-out facts, names
 * that never occur, new sums, new random sequences (holdout.h says how they are kept out).
 *
 * A model is right where it finds the right answer more probable than every wrong one, as a continuation of the prompt.
 */
#ifndef CORPUS_PROBE_H
#define CORPUS_PROBE_H

#include <stdbool.h>

#include "corpus/corpus.h"

/* id, name, what is asked for */
#define CORPUS_PROBE_LIST(X)                                                                                           \
    X(PARTICLE, "particle", "the particle behind a noun that was never in this place")                                 \
    X(NEW_NAME, "new-name", "the particle behind a name that was never anywhere")                                      \
    X(THERE, "there", "the place that \"there\" means, of two")                                                        \
    X(DOES_THERE, "does-there", "what one does in the place that \"there\" means, of two")                             \
    X(HOLDS, "holds", "which of two things a person has, or of two places a person is in")                             \
    X(RECALL, "recall", "facts that documents state")                                                                  \
    X(ASKED, "asked", "questions about facts that documents state but never ask for")                                  \
    X(HELD_OUT, "held-out", "facts that no document states: nobody can know them")                                     \
    X(UNKNOWN, "unknown", "facts about names that occur nowhere: there is no right answer")                            \
    X(INDUCTION, "induction", "how a random sequence goes on when it comes again")                                     \
    X(AGREEMENT, "agreement", "the verb's form behind a subject that it never had")                                    \
    X(SUM, "sum", "sums of two-digit numbers that no document has")

typedef enum ProbeKind {
#define CORPUS_PROBE_ENUM(id, name, what) PROBE_##id,
    CORPUS_PROBE_LIST(CORPUS_PROBE_ENUM)
#undef CORPUS_PROBE_ENUM
        PROBE_KINDS
} ProbeKind;

const char *probe_kind_name(ProbeKind kind);
const char *probe_kind_help(ProbeKind kind);

enum { PROBE_WRONG = 4 };

/* Zero-initialise to start; probe_case_free when done. Texts are UTF-8; an answer starts with a space where the text
 * would have one. */
typedef struct ProbeCase {
    Buffer prompt, right; /* `right` is empty where there is no right answer (unknown) */
    Buffer wrong[PROBE_WRONG];
    int wrong_count; /* 1 or more */
} ProbeCase;

void probe_case_free(ProbeCase *probe);

/* Does the language have probes of this kind (particles are Korean, agreement is English)? */
bool corpus_has_probe(const Corpus *corpus, ProbeKind kind, CorpusLanguage language);

/* Makes case `index` of `seed`, always the same one; what the case held before is freed. */
Status corpus_probe(const Corpus *corpus, ProbeKind kind, CorpusLanguage language, uint64_t seed, uint64_t index,
                    ProbeCase *probe, Error *error);

#endif
