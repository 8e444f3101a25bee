/* Any bytes as a tokenizer.json: it opens or says why not, and whatever opens encodes and decodes. */
#include <stdlib.h>
#include <string.h>

#include "text/decode_stream.h"
#include "text/tokenizer.h"

static const char text[] = "The cat's 12 mats,  돈을 은행 e\xCC\x81 \xF0\x9F\x99\x82<s>\n\xFF\xED\x95 --a-b";

static void show(const Tokenizer *tokenizer, const TokenIds *ids)
{
    Buffer out = {0};
    int32_t id;
    for (size_t i = 0; i < ids->count; i++)
        tokenizer_piece_visible(tokenizer, ids->ids[i], &out);
    tokenizer_find(tokenizer, text, 3, &id);
    buffer_free(&out);
}

/* The same ids at once and one by one must give the same text. */
static void decode(const Tokenizer *tokenizer, const TokenIds *ids, bool skip_special)
{
    Buffer whole = {0}, streamed = {0};
    DecodeStream stream;
    Status status = tokenizer_decode(tokenizer, ids->ids, ids->count, skip_special, &whole, NULL);
    decode_stream_init(&stream, tokenizer, skip_special);
    for (size_t i = 0; i < ids->count && status == STATUS_OK; i++)
        status = decode_stream_push(&stream, ids->ids[i], &streamed, NULL);
    if (status == STATUS_OK)
        status = decode_stream_finish(&stream, &streamed, NULL);
    if (status == STATUS_OK &&
        (whole.length != streamed.length || memcmp(buffer_text(&whole), buffer_text(&streamed), whole.length)))
        abort();
    decode_stream_free(&stream);
    buffer_free(&whole);
    buffer_free(&streamed);
}

static void explain(const Tokenizer *tokenizer)
{
    Words words = {0};
    if (tokenizer_split(tokenizer, text, sizeof text - 1, &words, NULL) == STATUS_OK && words.count) {
        MergeHistory history = {0};
        tokenizer_merges(tokenizer, words.words[0].text, words.words[0].length, &history, NULL);
        merge_history_free(&history);
    }
    words_free(&words);
}

/* The test fixtures are seeds: of those only the tokenizer counts, which stands before the expected results. */
static void unwrap_fixture(const uint8_t **data, size_t *size)
{
    static const char before[] = "{\"tokenizer\":", after[] = ",\"cases\":";
    size_t skipped = sizeof before - 1;
    if (*size < skipped || memcmp(*data, before, skipped))
        return;
    *data += skipped;
    *size -= skipped;
    const uint8_t *end = memmem(*data, *size, after, sizeof after - 1);
    if (end)
        *size = (size_t)(end - *data);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Tokenizer *tokenizer;
    TokenIds ids = {0};
    unwrap_fixture(&data, &size);
    if (tokenizer_parse((const char *)data, size, "tokenizer.json", &tokenizer, NULL) != STATUS_OK)
        return 0;
    if (tokenizer_encode(tokenizer, text, sizeof text - 1, true, &ids, NULL) == STATUS_OK) {
        show(tokenizer, &ids);
        decode(tokenizer, &ids, false);
        decode(tokenizer, &ids, true);
        explain(tokenizer);
    }
    token_ids_free(&ids);
    tokenizer_free(tokenizer);
    return 0;
}
