#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "base/translate.h"
#include "cli/cli.h"
#include "cli/input.h"
#include "cli/print.h"
#include "cli/progress_bar.h"
#include "text/bpe_train.h"
#include "text/tokenizer_measure.h"

/* ---- texts from files or standard input ---- */

typedef struct TextSource {
    File file;
    Buffer read;
    const char *bytes;
    size_t length;
} TextSource;

static Status source_open(const char *path, TextSource *source, Error *error)
{
    const size_t most = (size_t)4 << 30;
    *source = (TextSource){0};
    if (!strcmp(path, "-")) {
        TRY(file_read(path, most, &source->read, error));
        source->bytes = buffer_text(&source->read);
        source->length = source->read.length;
        return STATUS_OK;
    }
    TRY(file_map(path, &source->file, error));
    source->bytes = source->file.bytes;
    source->length = source->file.length;
    return STATUS_OK;
}

static void source_close(TextSource *source)
{
    file_unmap(&source->file);
    buffer_free(&source->read);
}

/* ---- train ---- */

enum { SPECIAL_MOST = 64 };

typedef struct Special {
    Buffer names; /* each terminated */
    const char *items[SPECIAL_MOST];
    size_t count;
} Special;

static Status special_parse(const char *list, Special *special, Error *error)
{
    buffer_append_text(&special->names, list);
    for (char *name = special->names.bytes; name && *name;) {
        if (special->count == SPECIAL_MOST)
            return error_set(error, STATUS_USAGE, _("--special: more than %d of them; give fewer"), SPECIAL_MOST);
        char *comma = strchr(name, ',');
        special->items[special->count++] = name;
        if (comma)
            *comma = '\0';
        name = comma ? comma + 1 : NULL;
    }
    return STATUS_OK;
}

static Status read_settings(const Options *options, Special *special, BpeTrainSettings *settings, Error *error)
{
    int64_t vocabulary, least;
    const char *list = options->text[OPTION_SPECIAL];
    TRY(option_int(options, OPTION_VOCAB, 1, INT32_MAX, 4096, &vocabulary, error));
    TRY(option_int(options, OPTION_MIN_FREQUENCY, 1, INT32_MAX, 2, &least, error));
    TRY(special_parse(list ? list : "<|endoftext|>", special, error));
    *settings = (BpeTrainSettings){
        .limits = {.vocabulary = (size_t)vocabulary,
                   .least_count = least,
                   .across_characters = option_given(options, OPTION_ACROSS_CHARACTERS)},
        .special = special->items,
        .special_count = special->count,
        .single_digits = option_given(options, OPTION_SINGLE_DIGITS),
    };
    return STATUS_OK;
}

static Status add_files(BpeTrainer *trainer, const Options *options, Error *error)
{
    ProgressBar bar = progress_bar("counting words");
    double files = options->word_count - 1;
    Status status = STATUS_OK;
    for (int i = 1; i < options->word_count && status == STATUS_OK; i++) {
        TextSource source;
        Progress progress = progress_bar_part(&bar, (i - 1) / files, i / files);
        status = source_open(options->words[i], &source, error);
        if (status == STATUS_OK)
            status = bpe_trainer_add(trainer, source.bytes, source.length, &progress, error);
        source_close(&source);
    }
    progress_bar_end(&bar);
    return status;
}

static Status finish(BpeTrainer *trainer, Buffer *json, Error *error)
{
    ProgressBar bar = progress_bar("learning merges");
    Progress progress = progress_bar_part(&bar, 0, 1);
    Status status = bpe_trainer_finish(trainer, &progress, json, error);
    progress_bar_end(&bar);
    return status;
}

static void print_facts(const BpeTrainer *trainer, const BpeTrainSettings *settings, const char *path)
{
    BpeTrainFacts facts = bpe_trainer_facts(trainer);
    printf("%s: %zu tokens: %zu special, %d bytes, %zu merges\n", path, facts.vocabulary, settings->special_count,
           DRAFT_BYTES, facts.merges);
    printf("learnt from %zu bytes: %zu words, %zu of them different\n", facts.bytes, facts.words, facts.distinct_words);
    if (facts.vocabulary < settings->limits.vocabulary)
        printf("fewer than %zu: no other pair is there %lld times; give more text, or a lower --min-frequency\n",
               settings->limits.vocabulary, (long long)settings->limits.least_count);
}

static Status train_with(BpeTrainer *trainer, const Options *options, const BpeTrainSettings *settings, Error *error)
{
    Buffer json = {0};
    const char *path = options->text[OPTION_OUTPUT] ? options->text[OPTION_OUTPUT] : "tokenizer.json";
    Status status = add_files(trainer, options, error);
    if (status == STATUS_OK)
        status = finish(trainer, &json, error);
    if (status == STATUS_OK)
        status = file_write(path, buffer_text(&json), json.length, error);
    if (status == STATUS_OK)
        print_facts(trainer, settings, path);
    buffer_free(&json);
    return status;
}

static Status run_train(const Options *options, Error *error)
{
    Special special = {0};
    BpeTrainSettings settings;
    BpeTrainer *trainer = NULL;
    Status status = read_settings(options, &special, &settings, error);
    if (status == STATUS_OK)
        status = bpe_trainer_new(&settings, &trainer, error);
    if (status == STATUS_OK)
        status = train_with(trainer, options, &settings, error);
    bpe_trainer_free(trainer);
    buffer_free(&special.names);
    return status;
}

/* ---- measure ---- */

static Status measure_files(const Tokenizer *tokenizer, const Options *options, TokenizerMeasure *measure, Error *error)
{
    Status status = STATUS_OK;
    for (int i = 1; i < options->word_count && status == STATUS_OK; i++) {
        TextSource source;
        status = source_open(options->words[i], &source, error);
        if (status == STATUS_OK)
            status = tokenizer_measure(tokenizer, source.bytes, source.length, measure, error);
        source_close(&source);
    }
    return status;
}

typedef struct MeasureRow {
    const char *unit;
    size_t count, tokens;
} MeasureRow;

static void print_measure(const TokenizerMeasure *measure, bool as_json)
{
    const MeasureRow rows[] = {{"byte", measure->bytes, measure->tokens},
                               {"character", measure->characters, measure->tokens},
                               {"word", measure->words, measure->tokens},
                               {"syllable", measure->syllables, measure->syllable_tokens}};
    Buffer out = {0};
    buffer_format(&out, as_json ? "{\"tokens\":%zu" : "tokens      %10zu\n", measure->tokens);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const MeasureRow *row = &rows[i];
        double each = row->count ? (double)row->tokens / (double)row->count : 0;
        if (as_json)
            buffer_format(&out, ",\"%ss\":%zu,\"tokens_per_%s\":%.4f", row->unit, row->count, row->unit, each);
        else
            buffer_format(&out, "%9ss  %10zu  %7.3f tokens a %s\n", row->unit, row->count, each, row->unit);
    }
    double whole = measure->syllables ? (double)measure->whole_syllables / (double)measure->syllables : 1;
    buffer_format(&out, as_json ? ",\"whole_syllables\":%.6f}\n" : "whole syllables, inside one token: %.2f %%\n",
                  as_json ? whole : 100 * whole);
    print_buffer(&out);
}

static Status run_measure(const Options *options, Error *error)
{
    TokenizerMeasure measure = {0};
    Tokenizer *tokenizer;
    TRY(input_open_tokenizer(options, &tokenizer, error));
    Status status = measure_files(tokenizer, options, &measure, error);
    if (status == STATUS_OK)
        print_measure(&measure, option_given(options, OPTION_JSON));
    tokenizer_free(tokenizer);
    return status;
}

/* ---- the subcommand ---- */

static const struct {
    const char *word;
    Status (*run)(const Options *options, Error *error);
} verbs[] = {{"train", run_train}, {"measure", run_measure}};

static Status run(const Options *options, Error *error)
{
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (!strcmp(options->words[0], verbs[i].word))
            return verbs[i].run(options, error);
    return error_set(error, STATUS_USAGE,
                     _("tokenizer %s: not something it does; say train or measure, and then a file"),
                     options->words[0]);
}

static const OptionId accepted[] = {
    OPTION_VOCAB,  OPTION_SPECIAL, OPTION_MIN_FREQUENCY, OPTION_SINGLE_DIGITS, OPTION_ACROSS_CHARACTERS,
    OPTION_OUTPUT, OPTION_MODEL,   OPTION_JSON,          OPTION_HELP,          OPTION_END};

const Subcommand cli_tokenizer = {
    .name = "tokenizer",
    .arguments = "train|measure FILE...",
    .help = N_("train a tokenizer on texts, or measure what texts cost under one; - reads standard input"),
    .example =
        "stepformer tokenizer train stories.txt --vocab 2048 --special '<|endoftext|>,<|user|>' -o tokenizer.json",
    .least = 2,
    .most = INT_MAX,
    .options = accepted,
    .run = run,
};
