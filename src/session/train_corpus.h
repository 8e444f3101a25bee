/* The documents that a recipe's generator makes: 마을, from data/corpus. */
#ifndef SESSION_TRAIN_CORPUS_H
#define SESSION_TRAIN_CORPUS_H

#include "corpus/corpus.h"
#include "train/recipe.h"

typedef struct TrainCorpus {
    Corpus *corpus; /* NULL: the recipe wants none */
    uint64_t seed;
    int kind, language;   /* CORPUS_ANY: of all */
    const Recipe *recipe; /* whose curriculum comes behind generator.documents; must outlive this */
} TrainCorpus;

/* Opens the corpus where the recipe has a generator; USAGE lists the kinds or languages that there are.
 * train_corpus_free it, after an error too. */
Status train_corpus_open(const Recipe *recipe, TrainCorpus *corpus, Error *error);
void train_corpus_free(TrainCorpus *corpus);

/* A DocumentMake; its context is a TrainCorpus. */
Status train_corpus_make(void *context, int64_t index, Buffer *out, Error *error);

#endif
