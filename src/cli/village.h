/* Opens the built-in corpus, wherever the data folder is. */
#ifndef CLI_VILLAGE_H
#define CLI_VILLAGE_H

#include "corpus/corpus.h"

Status village_open(Corpus **corpus, Error *error);

#endif
