/* Measuring speed on this machine: what the families of measures share.
 *
 * A family is a file bench_NAME.c and a row of BENCH_LIST. It takes times (trial.h) and records measures; where a
 * bound can be had in the same run (the time of an untraced pass, of reading the same weights), a measure comes with
 * its ratio to it, since that, other than the time itself, means the same on every machine.
 */
#ifndef CLI_BENCH_H
#define CLI_BENCH_H

#include <stdbool.h>

#include "cli/trial.h"
#include "model/model.h"

#define BENCH_LIST(X)                                                                                                  \
    X(open)                                                                                                            \
    X(pass)                                                                                                            \
    X(trace)                                                                                                           \
    X(matrix)                                                                                                          \
    X(bandwidth)                                                                                                       \
    X(training)                                                                                                        \
    X(screen)                                                                                                          \
    X(keys)                                                                                                            \
    X(views)                                                                                                           \
    X(png)

typedef struct Measure {
    char key[32];     /* "decode": its name in JSON */
    char name[64];    /* "decode, 200 tokens one by one" */
    const char *unit; /* "tokens/s" */
    double value;
    double ratio;         /* 0: there is no bound */
    const char *ratio_to; /* "of an untraced pass's time" */
    char note[128];       /* in place of a value: why there is none; else "" */
} Measure;

enum { BENCH_MEASURES_MOST = 64 };

typedef struct Bench {
    const char *name;   /* what --model says; NULL: the built-in default */
    const Model *model; /* a folder's, or one with random weights */
    bool has_folder;    /* is it a folder's? */
    int threads;
    bool quick; /* small and few: the figures are rough */
    Measure measures[BENCH_MEASURES_MOST];
    int count;
} Bench;

/* Each family's function: takes its measures and records them. */
#define BENCH_DECLARE(name) Status bench_##name(Bench *bench, Error *error);
BENCH_LIST(BENCH_DECLARE)
#undef BENCH_DECLARE

/* Adds a measure and returns it, so that one can add its ratio. The name is made as by printf. */
__attribute__((format(printf, 5, 6))) Measure *bench_record(Bench *bench, const char *key, double value,
                                                            const char *unit, const char *name, ...);
void bench_ratio(Measure *measure, double ratio, const char *ratio_to);

/* Says in a measure's place why it could not be taken. */
void bench_skip(Bench *bench, const char *key, const char *name, const char *why);

/* Opens the named model; without a name the built-in one or, where that is not installed, one with random weights. */
Status bench_open_model(const char *name, Model **model, bool *has_folder, Error *error);

/* Seconds that a set of trials may take. */
double bench_budget(const Bench *bench);

/* Token ids that a model can be fed: any will do. `ids` has room for `count`. */
void bench_tokens(const Model *model, int32_t *ids, int64_t count);

#endif
