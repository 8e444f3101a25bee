#include "text/tokenizer.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/json.h"
#include "text/decode_stream.h"

#define GPT2     "../shared/tokenizers/gpt2/"
#define STORIES  "../shared/models/stories260k/"
#define FIXTURES "tests/fixtures/tokenizers/"

static Tokenizer *open_or_skip(const char *path)
{
    Error error;
    Tokenizer *tokenizer = NULL;
    if (!file_exists(path)) {
        print_message("skipped: %s is not here\n", path);
        skip();
    }
    if (tokenizer_open(path, &tokenizer, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    return tokenizer;
}

static Tokenizer *parse(const char *json)
{
    Error error;
    Tokenizer *tokenizer = NULL;
    if (tokenizer_parse(json, strlen(json), "tokenizer.json", &tokenizer, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    return tokenizer;
}

static TokenIds encode(const Tokenizer *tokenizer, const char *text, bool add_special)
{
    Error error;
    TokenIds ids = {0};
    if (tokenizer_encode(tokenizer, text, strlen(text), add_special, &ids, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    return ids;
}

static Buffer decode(const Tokenizer *tokenizer, const int32_t *ids, size_t count, bool skip_special)
{
    Error error;
    Buffer text = {0};
    if (tokenizer_decode(tokenizer, ids, count, skip_special, &text, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    return text;
}

static Buffer decode_streamed(const Tokenizer *tokenizer, const int32_t *ids, size_t count, bool skip_special)
{
    Error error;
    Buffer text = {0};
    DecodeStream stream;
    decode_stream_init(&stream, tokenizer, skip_special);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(decode_stream_push(&stream, ids[i], &text, &error), STATUS_OK);
    assert_int_equal(decode_stream_finish(&stream, &text, &error), STATUS_OK);
    decode_stream_free(&stream);
    return text;
}

static void assert_bytes(const Buffer *text, const char *expected)
{
    assert_string_equal(buffer_text(text), expected);
    assert_int_equal(text->length, strlen(expected));
}

/* ---- the public tokenizers ---- */

static cJSON *read_json(const char *path)
{
    Error error;
    cJSON *json;
    if (json_read_file(path, &json, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    return json;
}

static bool same_ids(const TokenIds *ids, const cJSON *expected)
{
    if ((int)ids->count != cJSON_GetArraySize(expected))
        return false;
    const cJSON *id = expected->child;
    for (size_t i = 0; i < ids->count; i++, id = id->next)
        if (ids->ids[i] != id->valueint)
            return false;
    return true;
}

static void test_gpt2_encodes_the_golden_texts_and_decodes_them_back(void **state)
{
    (void)state;
    Tokenizer *gpt2 = open_or_skip(GPT2 "tokenizer.json");
    cJSON *golden = read_json(GPT2 "golden.json"), *row;
    int rows = 0;
    cJSON_ArrayForEach(row, golden)
    {
        const char *text = json_member(row, "text")->valuestring;
        TokenIds ids = encode(gpt2, text, true);
        if (!same_ids(&ids, json_member(row, "ids")))
            fail_msg("other ids for \"%s\"", text);
        Buffer back = decode(gpt2, ids.ids, ids.count, false);
        assert_bytes(&back, text);
        buffer_free(&back);
        back = decode_streamed(gpt2, ids.ids, ids.count, false);
        assert_bytes(&back, text);
        buffer_free(&back);
        token_ids_free(&ids);
        rows++;
    }
    assert_true(rows >= 20);
    cJSON_Delete(golden);
    tokenizer_free(gpt2);
}

static void test_gpt2_vocabulary_can_be_looked_up_both_ways(void **state)
{
    (void)state;
    Tokenizer *gpt2 = open_or_skip(GPT2 "tokenizer.json");
    int32_t by_piece = -1, by_text = -2, end = -1;
    assert_int_equal(tokenizer_vocabulary_size(gpt2), 50257);
    assert_true(tokenizer_find(gpt2, "\xC4\xA0the", 5, &by_piece));
    assert_true(tokenizer_find(gpt2, " the", 4, &by_text));
    assert_int_equal(by_piece, by_text);
    assert_string_equal(tokenizer_piece(gpt2, by_text), "\xC4\xA0the");
    assert_true(tokenizer_find(gpt2, "<|endoftext|>", 13, &end));
    assert_int_equal(end, 50256);
    assert_true(tokenizer_is_special(gpt2, end));
    assert_false(tokenizer_is_special(gpt2, by_text));
    assert_false(tokenizer_has(gpt2, 50257));
    assert_null(tokenizer_piece(gpt2, -1));
    tokenizer_free(gpt2);
}

static void test_stories260k_gives_the_ids_of_its_reference_run(void **state)
{
    (void)state;
    static const char text[] = "Once upon a time, there was a little girl";
    static const int32_t expected[] = {1, 403, 407, 261, 378, 432, 383, 286, 261, 376, 298, 315, 421};
    Tokenizer *stories = open_or_skip(STORIES "tokenizer.json");
    TokenIds ids = encode(stories, text, true);
    assert_int_equal(ids.count, sizeof expected / sizeof *expected);
    assert_memory_equal(ids.ids, expected, sizeof expected);
    Buffer back = decode(stories, ids.ids, ids.count, true);
    assert_bytes(&back, text);
    buffer_free(&back);
    back = decode_streamed(stories, ids.ids, ids.count, true);
    assert_bytes(&back, text);
    buffer_free(&back);
    token_ids_free(&ids);
    tokenizer_free(stories);
}

/* ---- against the Python library: tests/reference/make_tokenizer_fixtures.py ---- */

static int differences;

static void report(const char *fixture, const char *what, const char *text, const char *got, const char *expected)
{
    differences++;
    print_error("%s: %s of \"%s\" is \"%s\", not \"%s\"\n", fixture, what, text, got, expected);
}

static void compare_ids(const char *fixture, const Tokenizer *tokenizer, const char *text, bool add_special,
                        const cJSON *expected)
{
    TokenIds ids = encode(tokenizer, text, add_special);
    if (!same_ids(&ids, expected)) {
        Buffer got = {0};
        for (size_t i = 0; i < ids.count; i++)
            buffer_format(&got, "%d,", (int)ids.ids[i]);
        char *wanted = cJSON_PrintUnformatted(expected);
        report(fixture, add_special ? "encoding" : "plain encoding", text, buffer_text(&got), wanted);
        cJSON_free(wanted);
        buffer_free(&got);
    }
    token_ids_free(&ids);
}

static void compare_decoding(const char *fixture, const Tokenizer *tokenizer, const cJSON *list, bool skip_special,
                             const cJSON *expected)
{
    TokenIds ids = {0};
    const cJSON *id;
    if (!cJSON_IsString(expected))
        return;
    cJSON_ArrayForEach(id, list) token_ids_append(&ids, id->valueint);
    Buffer text = decode(tokenizer, ids.ids, ids.count, skip_special);
    if (strcmp(buffer_text(&text), expected->valuestring))
        report(fixture, skip_special ? "skipping decoding" : "decoding", "...", buffer_text(&text),
               expected->valuestring);
    Buffer streamed = decode_streamed(tokenizer, ids.ids, ids.count, skip_special);
    if (strcmp(buffer_text(&streamed), buffer_text(&text)))
        report(fixture, "streamed decoding", "...", buffer_text(&streamed), buffer_text(&text));
    buffer_free(&streamed);
    buffer_free(&text);
    token_ids_free(&ids);
}

static void compare_fixture(const char *name, const cJSON *texts)
{
    char path[512];
    snprintf(path, sizeof path, FIXTURES "%s", name);
    cJSON *fixture = read_json(path), *item;
    char *json = cJSON_PrintUnformatted(json_member(fixture, "tokenizer"));
    Tokenizer *tokenizer = parse(json);
    const cJSON *text = texts->child;
    cJSON_ArrayForEach(item, json_member(fixture, "cases"))
    {
        const cJSON *ids = json_member(item, "ids"), *plain = json_member(item, "plain_ids");
        const cJSON *decoded = json_member(item, "decoded"), *skipped = cJSON_GetObjectItem(item, "skipped");
        compare_ids(name, tokenizer, text->valuestring, true, ids);
        compare_ids(name, tokenizer, text->valuestring, false, plain ? plain : ids);
        compare_decoding(name, tokenizer, ids, false, decoded);
        compare_decoding(name, tokenizer, ids, true, skipped ? skipped : decoded);
        text = text->next;
    }
    cJSON_ArrayForEach(item, json_member(fixture, "decodings"))
        compare_decoding(name, tokenizer, json_member(item, "ids"), false, json_member(item, "text"));
    tokenizer_free(tokenizer);
    cJSON_free(json);
    cJSON_Delete(fixture);
}

static void test_every_stage_does_what_the_python_library_does(void **state)
{
    (void)state;
    cJSON *texts = read_json(FIXTURES "texts.json");
    DIR *folder = opendir(FIXTURES);
    int fixtures = 0;
    assert_non_null(folder);
    differences = 0;
    for (struct dirent *entry; (entry = readdir(folder));) {
        if (!strstr(entry->d_name, ".json") || !strcmp(entry->d_name, "texts.json"))
            continue;
        compare_fixture(entry->d_name, texts);
        fixtures++;
    }
    closedir(folder);
    cJSON_Delete(texts);
    assert_true(fixtures >= 70);
    assert_int_equal(differences, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gpt2_encodes_the_golden_texts_and_decodes_them_back),
        cmocka_unit_test(test_gpt2_vocabulary_can_be_looked_up_both_ways),
        cmocka_unit_test(test_stories260k_gives_the_ids_of_its_reference_run),
        cmocka_unit_test(test_every_stage_does_what_the_python_library_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
