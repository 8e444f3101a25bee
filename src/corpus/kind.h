/* The kinds of documents: one row each in CORPUS_KIND_LIST, with the share of documents that it gets. */
#ifndef CORPUS_KIND_H
#define CORPUS_KIND_H

#include "corpus/corpus.h"
#include "corpus/expand.h"

/* What a document is made with. */
typedef struct Maker {
    Expansion *expansion;
    DocumentNotes *notes;
} Maker;

/* Writes one document to expansion->raw. */
typedef Status (*MakeDocument)(Maker *maker, Error *error);

typedef struct KindRow {
    const char *name;
    int weight; /* its share is weight / sum of weights */
    MakeDocument make;
} KindRow;

extern const KindRow kind_rows[CORPUS_KINDS];

/* A narrator's style, as likely as in books for children. */
KoreanStyle kind_narrator(Random *random);

#endif
