/* What a Tokenizer is made of; for src/text alone. */
#ifndef TEXT_TOKENIZER_PARTS_H
#define TEXT_TOKENIZER_PARTS_H

#include "text/added_tokens.h"
#include "text/bpe.h"
#include "text/postprocessor.h"
#include "text/stage.h"
#include "text/tokenizer.h"
#include "text/vocabulary.h"

struct Tokenizer {
    AddedTokens added;
    Stages normalizer, pretokenizer, decoder;
    Vocabulary vocabulary;
    Bpe bpe;
    Postprocessor postprocessor;
    bool has_decoder;   /* else decoding puts spaces between tokens */
    Pieces token_texts; /* what vocabulary.tokens[i] stands for is piece i + 1 */
};

#endif
