#include "text/bpe_train.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "text/byte_level.h"
#include "text/text_part.h"
#include "text/tokenizer.h"
#include "text/tokenizer_write.h"
#include "text/vocabulary.h"

struct BpeTrainer {
    BpeLimits limits;
    TokenizerDraft draft;
    Tokenizer *splitter; /* the draft without merges */
    Arena spellings;
    Map indices; /* a word as the splitter spells it to its index among the words */
    CountedWords words;
    size_t bytes_seen, words_seen;
};

/* ---- beginning ---- */

static Status trainer_init(BpeTrainer *trainer, const BpeTrainSettings *settings, Error *error)
{
    Buffer json = {0};
    size_t least = DRAFT_BYTES + settings->special_count;
    if (settings->limits.vocabulary < least)
        return error_set(error, STATUS_USAGE,
                         "vocabulary of %zu: %d bytes and %zu special tokens do not fit; ask for %zu or more",
                         settings->limits.vocabulary, DRAFT_BYTES, settings->special_count, least);
    if (settings->limits.vocabulary > LARGEST_TOKEN_ID)
        return error_set(error, STATUS_USAGE, "vocabulary of %zu: more than any tokenizer has; ask for %d at most",
                         settings->limits.vocabulary, LARGEST_TOKEN_ID);
    trainer->limits = settings->limits;
    TRY(tokenizer_draft_init(&trainer->draft, settings->special, settings->special_count, error));
    trainer->draft.single_digits = settings->single_digits;
    tokenizer_write(&trainer->draft, &json);
    Status status = tokenizer_parse(json.bytes, json.length, "the new tokenizer", &trainer->splitter, error);
    buffer_free(&json);
    return status;
}

Status bpe_trainer_new(const BpeTrainSettings *settings, BpeTrainer **out, Error *error)
{
    *out = NULL;
    BpeTrainer *trainer = memory_new(1, sizeof(BpeTrainer));
    Status status = trainer_init(trainer, settings, error);
    if (status != STATUS_OK)
        bpe_trainer_free(trainer);
    else
        *out = trainer;
    return status;
}

void bpe_trainer_free(BpeTrainer *trainer)
{
    if (!trainer)
        return;
    tokenizer_draft_free(&trainer->draft);
    tokenizer_free(trainer->splitter);
    arena_free(&trainer->spellings);
    map_free(&trainer->indices);
    counted_words_free(&trainer->words);
    free(trainer);
}

/* ---- counting words ---- */

static Status add_new_word(BpeTrainer *trainer, const Word *word, Error *error)
{
    if (trainer->words.count == INT32_MAX)
        return error_set(error, STATUS_OUT_OF_RANGE, "texts: more different words than can be counted; give fewer");
    Buffer bytes = {0};
    byte_level_decode(word->text, word->length, &bytes);
    int32_t index = counted_words_append(&trainer->words, &trainer->draft, buffer_text(&bytes), bytes.length);
    const char *spelling = arena_text(&trainer->spellings, word->text, word->length);
    map_add(&trainer->indices, spelling, word->length, index);
    buffer_free(&bytes);
    return STATUS_OK;
}

static Status count_words(BpeTrainer *trainer, const Words *words, Error *error)
{
    for (size_t i = 0; i < words->count; i++) {
        const Word *word = &words->words[i];
        if (word->added >= 0)
            continue;
        const int32_t *index = map_find(&trainer->indices, word->text, word->length);
        if (index)
            trainer->words.items[*index].count++;
        else
            TRY(add_new_word(trainer, word, error));
        trainer->words_seen++;
    }
    return STATUS_OK;
}

Status bpe_trainer_add(BpeTrainer *trainer, const char *text, size_t length, const Progress *progress, Error *error)
{
    enum { PART = 1 << 18 };
    for (size_t at = 0, part; at < length; at += part) {
        Words words = {0};
        part = text_part(text + at, length - at, PART);
        Status status = tokenizer_split(trainer->splitter, text + at, part, &words, error);
        if (status == STATUS_OK)
            status = count_words(trainer, &words, error);
        words_free(&words);
        if (status != STATUS_OK)
            return status;
        trainer->bytes_seen += part;
        if (!progress_report(progress, (double)(at + part) / (double)length))
            return error_set(error, STATUS_CANCELLED, "counting words: stopped; start again to have a tokenizer");
    }
    return STATUS_OK;
}

/* ---- the end ---- */

Status bpe_trainer_finish(BpeTrainer *trainer, const Progress *progress, Buffer *json, Error *error)
{
    if (!trainer->words.count)
        return error_set(error, STATUS_BAD_DATA, "texts: there is no word to learn from; give files that hold some");
    TRY(bpe_learn(&trainer->words, &trainer->limits, progress, &trainer->draft, error));
    tokenizer_write(&trainer->draft, json);
    return STATUS_OK;
}

BpeTrainFacts bpe_trainer_facts(const BpeTrainer *trainer)
{
    return (BpeTrainFacts){
        .bytes = trainer->bytes_seen,
        .words = trainer->words_seen,
        .distinct_words = trainer->words.count,
        .vocabulary = tokenizer_draft_size(&trainer->draft),
        .merges = trainer->draft.merge_count,
    };
}
