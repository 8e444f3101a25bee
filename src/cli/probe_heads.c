#include "cli/probe_parts.h"
#include "run/induction.h"

static bool has_token(const TokenIds *ids, int32_t id)
{
    for (size_t i = 0; i < ids->count; i++)
        if (ids->ids[i] == id)
            return true;
    return false;
}

/* Adds the tokens of the word with a blank in front that are not there yet: of a word that is one token, or of any. */
static Status add_word(const Probing *probing, const char *word, bool whole, TokenIds *out, Error *error)
{
    Buffer text = {0};
    TokenIds pieces = {0};
    buffer_format(&text, " %s", word);
    Status status = tokenizer_encode(probing->model->tokenizer, text.bytes, text.length, false, &pieces, error);
    for (size_t i = 0; status == STATUS_OK && (pieces.count == 1 || !whole) && i < pieces.count; i++)
        if (!has_token(out, pieces.ids[i]))
            token_ids_append(out, pieces.ids[i]);
    token_ids_free(&pieces);
    buffer_free(&text);
    return status;
}

static Status add_words(const Probing *probing, bool whole, TokenIds *out, Error *error)
{
    const char *word;
    for (int language = 0; language < CORPUS_LANGUAGES; language++)
        for (size_t i = 0; (word = corpus_everyday_word(probing->corpus, (CorpusLanguage)language, i)); i++)
            TRY(add_word(probing, word, whole, out, error));
    return STATUS_OK;
}

Status probe_heads(const Probing *probing, const Progress *progress, double *scores, Error *error)
{
    enum { SEQUENCES = 20, LENGTH = 50 };
    TokenIds words = {0};
    Status status = add_words(probing, true, &words, error);
    if (status == STATUS_OK && words.count < 2) /* another tokenizer, that cuts them all */
        status = add_words(probing, false, &words, error);
    InductionRequest request = {
        .tokens = words.ids,
        .token_count = (int64_t)words.count,
        .begin = (int32_t)probing->model->config.bos,
        .sequences = SEQUENCES,
        .length = LENGTH,
        .seed = probing->seed,
        .threads = probing->threads,
    };
    if (status == STATUS_OK)
        status = induction_measure(probing->model, &request, progress, scores, error);
    token_ids_free(&words);
    return status;
}
