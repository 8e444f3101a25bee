#include <stdio.h>

#include "base/file.h"
#include "base/translate.h"
#include "cli/cli.h"
#include "cli/village.h"
#include "corpus/corpus.h"

/* The token that stands between two documents. */
static const char separator[] = "<|endoftext|>\n";

static Status read_request(const Options *options, CorpusRequest *request, int64_t *count, Error *error)
{
    int64_t seed;
    TRY(option_int(options, OPTION_LENGTH, 1, 10 * 1000 * 1000, 10, count, error));
    TRY(option_int(options, OPTION_SEED, 0, INT64_MAX, 0, &seed, error));
    *request = (CorpusRequest){.seed = (uint64_t)seed, .kind = CORPUS_ANY, .language = CORPUS_ANY};
    if (option_given(options, OPTION_KIND))
        TRY(corpus_find_kind(options->text[OPTION_KIND], &request->kind, error));
    if (option_given(options, OPTION_LANGUAGE))
        TRY(corpus_find_language(options->text[OPTION_LANGUAGE], &request->language, error));
    return STATUS_OK;
}

/* Standard output, where there is no writer. */
static Status put(FileWriter *writer, const Buffer *text, Error *error)
{
    if (writer)
        return file_writer_append(writer, text->bytes, text->length, error);
    if (fwrite(text->bytes, 1, text->length, stdout) == text->length)
        return STATUS_OK;
    return error_set(error, STATUS_IO, _("standard output: cannot be written; see where it goes"));
}

static Status write_documents(const Corpus *corpus, CorpusRequest request, int64_t count, FileWriter *writer,
                              Error *error)
{
    Buffer text = {0};
    Status status = STATUS_OK;
    for (; status == STATUS_OK && (int64_t)request.index < count; request.index++) {
        buffer_clear(&text);
        status = corpus_document(corpus, &request, &text, NULL, error);
        buffer_format(&text, "\n%s", separator);
        if (status == STATUS_OK)
            status = put(writer, &text, error);
    }
    buffer_free(&text);
    return status;
}

static Status write_file(const Corpus *corpus, const CorpusRequest *request, int64_t count, const char *file,
                         Error *error)
{
    FileWriter writer = {0};
    Status status = file_writer_begin(&writer, file, error);
    if (status == STATUS_OK)
        status = write_documents(corpus, *request, count, &writer, error);
    if (status == STATUS_OK)
        status = file_writer_commit(&writer, error);
    file_writer_abort(&writer);
    return status;
}

static Status run(const Options *options, Error *error)
{
    CorpusRequest request;
    int64_t count;
    TRY(read_request(options, &request, &count, error));
    Corpus *corpus = NULL;
    Status status = village_open(&corpus, error);
    const char *file = options->text[OPTION_OUTPUT];
    if (status == STATUS_OK)
        status = file ? write_file(corpus, &request, count, file, error)
                      : write_documents(corpus, request, count, NULL, error);
    corpus_free(corpus);
    return status;
}

static const OptionId accepted[] = {OPTION_LENGTH, OPTION_SEED, OPTION_KIND, OPTION_LANGUAGE,
                                    OPTION_OUTPUT, OPTION_HELP, OPTION_END};

const Subcommand cli_corpus = {
    .name = "corpus",
    .arguments = "",
    .help = N_("write documents of the built-in models' training text"),
    .example = "stepformer corpus --seed 1 -n 5 --kind story --language ko",
    .options = accepted,
    .run = run,
};
