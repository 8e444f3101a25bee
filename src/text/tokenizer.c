#include "text/tokenizer.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "text/added_tokens.h"
#include "text/bpe.h"
#include "text/decoder.h"
#include "text/normalizer.h"
#include "text/postprocessor.h"
#include "text/pretokenizer.h"
#include "text/tokenizer_parts.h"

/* ---- opening ---- */

/* The model's "type" may be missing in old files; merges then tell BPE. */
static Status check_model_type(const cJSON *model, const char *where, Error *error)
{
    const char *type = "BPE";
    TRY(json_get_text(model, "type", where, &type, error));
    if (strcmp(type, "BPE"))
        return error_set(error, STATUS_UNSUPPORTED, "%s: model type \"%.60s\" is not supported; only BPE is", where,
                         type);
    return STATUS_OK;
}

static Status read_vocabulary(const cJSON *model, const char *where, Vocabulary *out, Error *error)
{
    const cJSON *pieces = json_member(model, "vocab"), *id;
    if (!cJSON_IsObject(pieces))
        return error_set(error, STATUS_BAD_DATA, "%s: the model has no \"vocab\"; fetch the file again", where);
    map_reserve(&out->model, (size_t)cJSON_GetArraySize(pieces));
    cJSON_ArrayForEach(id, pieces)
        TRY(vocabulary_add(out, id->string, cJSON_IsNumber(id) ? id->valuedouble : -1, where, error));
    return STATUS_OK;
}

/* Learns what each token stands for: the decoder's work as far as it looks at one token alone. The
 * pieces at both ends are there so that no token counts as a text's first or last. */
static Status read_token_texts(Tokenizer *tokenizer, Error *error)
{
    const Vocabulary *vocabulary = &tokenizer->vocabulary;
    Pieces *texts = &tokenizer->token_texts;
    pieces_append(texts, "", 0, true);
    for (size_t i = 0; i < vocabulary->count; i++)
        pieces_append(texts, vocabulary->tokens[i].form, vocabulary->tokens[i].form_length, false);
    pieces_append(texts, "", 0, false);
    return stages_run_apart(&tokenizer->decoder, texts, error);
}

static Status tokenizer_read(Tokenizer *tokenizer, const cJSON *file, const char *where, Error *error)
{
    const cJSON *model = json_member(file, "model");
    if (!cJSON_IsObject(model))
        return error_set(error, STATUS_BAD_DATA, "%s: no \"model\"; is this a tokenizer.json?", where);
    TRY(check_model_type(model, where, error));
    TRY(stages_read(&normalizer_role, file, where, &tokenizer->normalizer, error));
    TRY(stages_read(&pretokenizer_role, file, where, &tokenizer->pretokenizer, error));
    TRY(stages_read(&decoder_role, file, where, &tokenizer->decoder, error));
    TRY(read_vocabulary(model, where, &tokenizer->vocabulary, error));
    TRY(bpe_read(model, &tokenizer->vocabulary.model, where, &tokenizer->bpe, error));
    TRY(added_tokens_read(file, &tokenizer->normalizer, &tokenizer->vocabulary, where, &tokenizer->added, error));
    TRY(vocabulary_seal(&tokenizer->vocabulary, where, error));
    TRY(postprocessor_read(file, where, &tokenizer->postprocessor, error));
    tokenizer->has_decoder = tokenizer->decoder.count > 0;
    return read_token_texts(tokenizer, error);
}

Status tokenizer_parse(const char *json_text, size_t length, const char *where, Tokenizer **out, Error *error)
{
    cJSON *file;
    *out = NULL;
    TRY(json_parse(json_text, length, where, &file, error));
    Tokenizer *tokenizer = memory_new(1, sizeof(Tokenizer));
    Status status = tokenizer_read(tokenizer, file, where, error);
    cJSON_Delete(file);
    if (status != STATUS_OK)
        tokenizer_free(tokenizer);
    else
        *out = tokenizer;
    return status;
}

Status tokenizer_open(const char *path, Tokenizer **out, Error *error)
{
    File file;
    *out = NULL;
    TRY(file_map(path, &file, error));
    Status status = tokenizer_parse(file.length ? file.bytes : "", file.length, file_name(path), out, error);
    file_unmap(&file);
    return status;
}

void tokenizer_free(Tokenizer *tokenizer)
{
    if (!tokenizer)
        return;
    stages_free(&tokenizer->normalizer);
    stages_free(&tokenizer->pretokenizer);
    stages_free(&tokenizer->decoder);
    added_tokens_free(&tokenizer->added);
    bpe_free(&tokenizer->bpe);
    postprocessor_free(&tokenizer->postprocessor);
    vocabulary_free(&tokenizer->vocabulary);
    pieces_free(&tokenizer->token_texts);
    free(tokenizer);
}

/* ---- growing results ---- */

void token_ids_append(TokenIds *ids, int32_t id)
{
    ids->ids = memory_grow(ids->ids, &ids->capacity, ids->count + 1, sizeof(int32_t));
    ids->ids[ids->count++] = id;
}

void token_ids_free(TokenIds *ids)
{
    free(ids->ids);
    *ids = (TokenIds){0};
}

void words_free(Words *words)
{
    for (size_t i = 0; i < words->count; i++)
        free(words->words[i].text);
    free(words->words);
    *words = (Words){0};
}

void merge_history_free(MergeHistory *history)
{
    token_ids_free(&history->parts);
    free(history->merges);
    *history = (MergeHistory){0};
}

/* ---- encoding ---- */

static void append_valid(Pieces *pieces, const char *text, size_t length)
{
    for (size_t at = 0; at < length;) {
        size_t valid = utf8_valid_prefix(text + at, length - at);
        buffer_append(&pieces->text, text + at, valid);
        at += valid;
        if (at++ < length)
            buffer_append_text(&pieces->text, "\xEF\xBF\xBD"); /* U+FFFD */
    }
    pieces_close(pieces, true);
}

/* Fills empty pieces with the words of a text. */
static Status split_words(const Tokenizer *tokenizer, const char *text, size_t length, Pieces *words, Error *error)
{
    append_valid(words, text, length);
    added_tokens_cut(&tokenizer->added.verbatim, words);
    TRY(stages_run(&tokenizer->normalizer, words, error));
    added_tokens_cut(&tokenizer->added.normalized, words);
    return stages_run(&tokenizer->pretokenizer, words, error);
}

static Status encode_words(const Tokenizer *tokenizer, const Pieces *words, TokenIds *out, Error *error)
{
    BpeWork work = {0};
    Status status = STATUS_OK;
    for (size_t i = 0; i < words->count && status == STATUS_OK; i++) {
        const Piece *word = &words->items[i];
        if (word->token == PIECE_IS_TEXT)
            status = bpe_encode(&tokenizer->bpe, &work, piece_text(words, word), word->length, out, NULL, error);
        else
            token_ids_append(out, word->token);
    }
    bpe_work_free(&work);
    return status;
}

static void append_all(TokenIds *out, const TokenIds *more)
{
    for (size_t i = 0; i < more->count; i++)
        token_ids_append(out, more->ids[i]);
}

Status tokenizer_encode(const Tokenizer *tokenizer, const char *text, size_t length, bool add_special, TokenIds *out,
                        Error *error)
{
    Pieces words = {0};
    if (add_special)
        append_all(out, &tokenizer->postprocessor.before);
    Status status = split_words(tokenizer, text, length, &words, error);
    if (status == STATUS_OK)
        status = encode_words(tokenizer, &words, out, error);
    if (add_special)
        append_all(out, &tokenizer->postprocessor.after);
    pieces_free(&words);
    return status;
}

Status tokenizer_split(const Tokenizer *tokenizer, const char *text, size_t length, Words *out, Error *error)
{
    Pieces words = {0};
    Status status = split_words(tokenizer, text, length, &words, error);
    for (size_t i = 0; i < words.count && status == STATUS_OK; i++) {
        const Piece *word = &words.items[i];
        out->words = memory_grow(out->words, &out->capacity, out->count + 1, sizeof(Word));
        out->words[out->count++] = (Word){
            .text = memory_copy_text(piece_text(&words, word), word->length),
            .length = word->length,
            .added = word->token,
        };
    }
    pieces_free(&words);
    return status;
}

Status tokenizer_merges(const Tokenizer *tokenizer, const char *word, size_t length, MergeHistory *out, Error *error)
{
    BpeWork work = {0};
    TokenIds ids = {0};
    Status status = bpe_encode(&tokenizer->bpe, &work, word, length, &ids, out, error);
    token_ids_free(&ids);
    bpe_work_free(&work);
    return status;
}

/* ---- decoding ---- */

/* Without a decoder, tokens are told apart by spaces. */
static void join_with_spaces(const Pieces *pieces, Buffer *out)
{
    for (size_t i = 0; i < pieces->count; i++) {
        buffer_append(out, " ", i > 0);
        buffer_append(out, piece_text(pieces, &pieces->items[i]), pieces->items[i].length);
    }
}

Status tokenizer_decode(const Tokenizer *tokenizer, const int32_t *ids, size_t count, bool skip_special, Buffer *out,
                        Error *error)
{
    Pieces pieces = {0};
    Status status = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        const Token *token = vocabulary_token(&tokenizer->vocabulary, ids[i]);
        if (!token)
            status = error_set(error, STATUS_OUT_OF_RANGE, "token id %d: not in the vocabulary; ids end at %zu",
                               (int)ids[i], tokenizer_vocabulary_size(tokenizer) - 1);
        else if (!(skip_special && token->special))
            pieces_append(&pieces, token->form, token->form_length, pieces.count == 0);
    }
    if (status == STATUS_OK)
        status = stages_run(&tokenizer->decoder, &pieces, error);
    if (status == STATUS_OK && tokenizer->has_decoder)
        buffer_append(out, buffer_text(&pieces.text), pieces.text.length);
    else if (status == STATUS_OK)
        join_with_spaces(&pieces, out);
    pieces_free(&pieces);
    return status;
}

/* ---- the vocabulary ---- */

size_t tokenizer_vocabulary_size(const Tokenizer *tokenizer)
{
    const Vocabulary *vocabulary = &tokenizer->vocabulary;
    return (size_t)vocabulary->tokens[vocabulary->count - 1].id + 1;
}

bool tokenizer_has(const Tokenizer *tokenizer, int32_t id)
{
    return vocabulary_token(&tokenizer->vocabulary, id) != NULL;
}

bool tokenizer_is_special(const Tokenizer *tokenizer, int32_t id)
{
    const Token *token = vocabulary_token(&tokenizer->vocabulary, id);
    return token && token->special;
}

const char *tokenizer_piece(const Tokenizer *tokenizer, int32_t id)
{
    const Token *token = vocabulary_token(&tokenizer->vocabulary, id);
    return token ? token->piece : NULL;
}

void tokenizer_piece_bytes(const Tokenizer *tokenizer, int32_t id, Buffer *out)
{
    ptrdiff_t index = vocabulary_index(&tokenizer->vocabulary, id);
    if (index < 0)
        return;
    const Piece *text = &tokenizer->token_texts.items[index + 1];
    buffer_append(out, piece_text(&tokenizer->token_texts, text), text->length);
}

static void append_visible_line(Buffer *out, const char *text, size_t length)
{
    size_t most = utf8_visible(NULL, 0, text, length, UTF8_ONE_LINE);
    char *visible = memory_new(most + 1, 1);
    buffer_append(out, visible, utf8_visible(visible, most + 1, text, length, UTF8_ONE_LINE));
    free(visible);
}

void tokenizer_piece_visible(const Tokenizer *tokenizer, int32_t id, Buffer *out)
{
    ptrdiff_t index = vocabulary_index(&tokenizer->vocabulary, id);
    if (index < 0) {
        buffer_format(out, "<#%d>", (int)id);
        return;
    }
    const Token *token = &tokenizer->vocabulary.tokens[index];
    const Piece *text = &tokenizer->token_texts.items[index + 1];
    if (token->special || !text->length)
        append_visible_line(out, token->piece, token->length);
    else
        append_visible_line(out, piece_text(&tokenizer->token_texts, text), text->length);
}

/* The first token that stands for this text, or NULL. No map: a walk takes a fraction of a millisecond,
 * a map would take many at every opening. */
static const Token *find_by_text(const Tokenizer *tokenizer, const char *text, size_t length)
{
    const Pieces *texts = &tokenizer->token_texts;
    for (size_t i = 0; i < tokenizer->vocabulary.count; i++) {
        const Piece *candidate = &texts->items[i + 1];
        if (candidate->length == length && !memcmp(piece_text(texts, candidate), text, length))
            return &tokenizer->vocabulary.tokens[i];
    }
    return NULL;
}

bool tokenizer_find(const Tokenizer *tokenizer, const char *piece, size_t length, int32_t *id)
{
    const int32_t *spelt = map_find(&tokenizer->vocabulary.added, piece, length);
    if (!spelt)
        spelt = map_find(&tokenizer->vocabulary.model, piece, length);
    const Token *spoken = spelt || !length ? NULL : find_by_text(tokenizer, piece, length);
    if (spelt)
        *id = *spelt;
    else if (spoken)
        *id = spoken->id;
    return spelt || spoken;
}
