/* A byte-level tokenizer of ten tokens, for fixture models that have none. */
#ifndef TESTS_SUPPORT_TINY_TOKENIZER_H
#define TESTS_SUPPORT_TINY_TOKENIZER_H

#include "text/tokenizer.h"

/* Ids 7, 8, 9 are the three bytes of 돈. Ġ spells a space. */
#define TINY_TOKENIZER                                                                                                 \
    "{\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":0,\"b\":1,\"Ġ\":2,\"ab\":3,\"Ġa\":4,\"c\":5,\"Ġab\":6,"          \
    "\"ë\":7,\"ı\":8,\"Ī\":9},\"merges\":[\"a b\",\"Ġ a\",\"Ġa b\"]},"                                            \
    "\"pre_tokenizer\":{\"type\":\"ByteLevel\",\"add_prefix_space\":false,\"use_regex\":false},"                       \
    "\"decoder\":{\"type\":\"ByteLevel\"}}"

static inline Status tiny_tokenizer(Tokenizer **out, Error *error)
{
    return tokenizer_parse(TINY_TOKENIZER, sizeof TINY_TOKENIZER - 1, "tiny", out, error);
}

#endif
