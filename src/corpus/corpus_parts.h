/* What a Corpus is, for documents and probes alike. */
#ifndef CORPUS_CORPUS_PARTS_H
#define CORPUS_CORPUS_PARTS_H

#include "corpus/corpus.h"
#include "corpus/language.h"

struct Corpus {
    Language languages[CORPUS_LANGUAGES];
};

uint64_t corpus_seed(uint64_t seed, uint64_t index);

#endif
