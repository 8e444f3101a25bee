#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/translate.h"
#include "cli/cli.h"
#include "cli/input.h"
#include "cli/print.h"

/* The text that one token stands for, as bytes. */
static void append_piece(const Tokenizer *tokenizer, int32_t id, Buffer *out)
{
    tokenizer_piece_visible(tokenizer, id, out);
}

static void print_json(const Tokenizer *tokenizer, const TokenIds *ids)
{
    Buffer out = {0};
    buffer_append_text(&out, "{\"ids\":[");
    for (size_t i = 0; i < ids->count; i++)
        buffer_format(&out, "%s%d", i ? "," : "", ids->ids[i]);
    buffer_append_text(&out, "],\"pieces\":[");
    for (size_t i = 0; i < ids->count; i++) {
        Buffer piece = {0};
        append_piece(tokenizer, ids->ids[i], &piece);
        buffer_append_text(&out, i ? "," : "");
        json_append_string(&out, buffer_text(&piece), piece.length);
        buffer_free(&piece);
    }
    buffer_append_text(&out, "]}\n");
    print_buffer(&out);
}

static void print_table(const Tokenizer *tokenizer, const TokenIds *ids)
{
    Buffer out = {0};
    for (size_t i = 0; i < ids->count; i++) {
        buffer_format(&out, "%5zu %7d  |", i, ids->ids[i]);
        append_piece(tokenizer, ids->ids[i], &out);
        buffer_append_text(&out, "|\n");
    }
    buffer_format(&out, "%zu tokens\n", ids->count);
    print_buffer(&out);
}

static void print_text_json(const Buffer *text)
{
    Buffer out = {0};
    buffer_append_text(&out, "{\"text\":");
    json_append_string(&out, buffer_text(text), text->length);
    buffer_append_text(&out, "}\n");
    print_buffer(&out);
}

static Status decode(const Options *options, const Tokenizer *tokenizer, Error *error)
{
    TokenIds ids = {0};
    Buffer text = {0};
    const char *list = options->text[OPTION_IDS];
    Status status = list ? input_parse_ids(list, &ids, error)
                         : error_set(error, STATUS_USAGE, _("--decode: needs --ids; write --decode --ids 1,2,3"));
    if (status == STATUS_OK)
        status =
            tokenizer_decode(tokenizer, ids.ids, ids.count, option_given(options, OPTION_NO_SPECIAL), &text, error);
    if (status == STATUS_OK && option_given(options, OPTION_JSON)) {
        print_text_json(&text);
    } else if (status == STATUS_OK) {
        print_text(options, buffer_text(&text), text.length);
        putchar('\n');
    }
    token_ids_free(&ids);
    buffer_free(&text);
    return status;
}

static Status encode(const Options *options, const Tokenizer *tokenizer, Error *error)
{
    TokenIds ids = {0};
    Buffer text = {0};
    const char *argument = options->word_count ? options->words[0] : options->text[OPTION_PROMPT];
    Status status = argument ? input_text(argument, &text, error)
                             : error_set(error, STATUS_USAGE, _("tokenize: TEXT is missing; for example: %s"),
                                         cli_tokenize.example);
    if (status == STATUS_OK)
        status = tokenizer_encode(tokenizer, buffer_text(&text), text.length, !option_given(options, OPTION_NO_SPECIAL),
                                  &ids, error);
    if (status == STATUS_OK && option_given(options, OPTION_JSON))
        print_json(tokenizer, &ids);
    else if (status == STATUS_OK)
        print_table(tokenizer, &ids);
    token_ids_free(&ids);
    buffer_free(&text);
    return status;
}

static Status run(const Options *options, Error *error)
{
    Tokenizer *tokenizer;
    TRY(input_open_tokenizer(options, &tokenizer, error));
    bool backwards = option_given(options, OPTION_DECODE);
    Status status = backwards ? decode(options, tokenizer, error) : encode(options, tokenizer, error);
    tokenizer_free(tokenizer);
    return status;
}

static const OptionId accepted[] = {OPTION_MODEL, OPTION_PROMPT, OPTION_JSON, OPTION_NO_SPECIAL, OPTION_DECODE,
                                    OPTION_IDS,   OPTION_RAW,    OPTION_HELP, OPTION_END};

const Subcommand cli_tokenize = {
    .name = "tokenize",
    .arguments = "TEXT",
    .help = N_("cut a text into the model's tokens; - reads standard input"),
    .example = "stepformer tokenize '은행 앞에 가서 돈을 찾았다'",
    .most = 1,
    .options = accepted,
    .run = run,
};
