#include "cli/probe_parts.h"
#include "run/induction.h"

/* Adds the word with a blank in front where that is one token, once. */
static Status add_word(const Probing *probing, const char *word, TokenIds *one, TokenIds *out, Error *error)
{
    Buffer text = {0};
    one->count = 0;
    buffer_format(&text, " %s", word);
    Status status = tokenizer_encode(probing->model->tokenizer, text.bytes, text.length, false, one, error);
    buffer_free(&text);
    bool is_new = status == STATUS_OK && one->count == 1;
    for (size_t i = 0; is_new && i < out->count; i++)
        is_new = out->ids[i] != one->ids[0];
    if (is_new)
        token_ids_append(out, one->ids[0]);
    return status;
}

static Status gather_words(const Probing *probing, TokenIds *out, Error *error)
{
    TokenIds one = {0};
    const char *word;
    Status status = STATUS_OK;
    for (int language = 0; language < CORPUS_LANGUAGES; language++)
        for (size_t i = 0;
             status == STATUS_OK && (word = corpus_everyday_word(probing->corpus, (CorpusLanguage)language, i)); i++)
            status = add_word(probing, word, &one, out, error);
    token_ids_free(&one);
    return status;
}

Status probe_heads(const Probing *probing, const Progress *progress, double *scores, Error *error)
{
    enum { SEQUENCES = 20, LENGTH = 50 };
    TokenIds words = {0};
    Status status = gather_words(probing, &words, error);
    InductionRequest request = {
        .tokens = words.ids,
        .token_count = (int64_t)words.count,
        .begin = (int32_t)probing->model->config.bos,
        .sequences = SEQUENCES,
        .length = LENGTH,
        .seed = probing->seed,
        .threads = probing->threads,
    };
    if (status == STATUS_OK && words.count < 2)
        status = error_set(error, STATUS_UNSUPPORTED,
                           "%s: no everyday word is one token, so its heads cannot be scored; "
                           "take a tokenizer that was trained on the village",
                           probing->model->name);
    if (status == STATUS_OK)
        status = induction_measure(probing->model, &request, progress, scores, error);
    token_ids_free(&words);
    return status;
}
