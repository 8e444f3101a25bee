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

/* ---- what no library says ---- */

/* Bytes as tokens 3 to 258, then "▁", "a", "b", "▁a", "ab"; two merges. */
static Tokenizer *open_small(const char *stages)
{
    Buffer json = {0};
    buffer_format(&json, "{%s\"model\":{\"type\":\"BPE\",\"unk_token\":\"<unk>\",\"byte_fallback\":true,\"vocab\":{",
                  stages);
    buffer_append_text(&json, "\"<unk>\":0,\"<s>\":1,\"</s>\":2");
    for (int byte = 0; byte < 256; byte++)
        buffer_format(&json, ",\"<0x%02X>\":%d", (unsigned)byte, byte + 3);
    buffer_append_text(&json, ",\"\u2581\":259,\"a\":260,\"b\":261,\"\u2581a\":262,\"ab\":263},"
                              "\"merges\":[\"\u2581 a\",[\"a\",\"b\"]]}}");
    Tokenizer *tokenizer = parse(buffer_text(&json));
    buffer_free(&json);
    return tokenizer;
}

#define SENTENCEPIECE                                                                                                  \
    "\"added_tokens\":[{\"id\":1,\"content\":\"<s>\",\"special\":true}],"                                              \
    "\"normalizer\":{\"type\":\"Replace\",\"pattern\":{\"String\":\" \"},\"content\":\"\u2581\"},"                     \
    "\"decoder\":{\"type\":\"Sequence\",\"decoders\":[{\"type\":\"Replace\",\"pattern\":{\"String\":\"\u2581\"},"      \
    "\"content\":\" \"},{\"type\":\"ByteFallback\"},{\"type\":\"Fuse\"},"                                              \
    "{\"type\":\"Strip\",\"content\":\" \",\"start\":1,\"stop\":0}]},"

static void test_a_stream_waits_until_a_character_is_whole(void **state)
{
    (void)state;
    Error error;
    Tokenizer *tokenizer = open_small(SENTENCEPIECE);
    DecodeStream stream;
    Buffer out = {0};
    decode_stream_init(&stream, tokenizer, true);
    decode_stream_push(&stream, 3 + 0xED, &out, &error);
    decode_stream_push(&stream, 3 + 0x95, &out, &error);
    assert_int_equal(out.length, 0);
    decode_stream_push(&stream, 3 + 0x9C, &out, &error);
    assert_bytes(&out, "한");
    decode_stream_push(&stream, 3 + 0xF0, &out, &error);
    assert_bytes(&out, "한");
    decode_stream_push(&stream, 260, &out, &error); /* F0 can no longer become a character */
    assert_bytes(&out, "한\xF0"
                       "a");
    decode_stream_push(&stream, 3 + 0xED, &out, &error);
    decode_stream_finish(&stream, &out, &error);
    assert_bytes(&out, "한\xF0"
                       "a\xED");
    decode_stream_free(&stream);
    buffer_free(&out);
    tokenizer_free(tokenizer);
}

static void test_a_stream_strips_the_first_space_alone(void **state)
{
    (void)state;
    Tokenizer *tokenizer = open_small(SENTENCEPIECE);
    int32_t ids[200];
    for (int i = 0; i < 200; i++)
        ids[i] = i % 3 == 0 ? 259 : i % 3 == 1 ? 262 : 1;
    for (int skip_special = 0; skip_special < 2; skip_special++) {
        Buffer whole = decode(tokenizer, ids, 200, skip_special),
               streamed = decode_streamed(tokenizer, ids, 200, skip_special);
        assert_bytes(&streamed, buffer_text(&whole));
        assert_memory_equal(whole.bytes, skip_special ? " a  a" : " a<s>  a<s>", 5);
        buffer_free(&whole);
        buffer_free(&streamed);
    }
    tokenizer_free(tokenizer);
}

static void assert_visible(const Tokenizer *tokenizer, int32_t id, const char *expected)
{
    Buffer out = {0};
    tokenizer_piece_visible(tokenizer, id, &out);
    assert_string_equal(buffer_text(&out), expected);
    buffer_free(&out);
}

static void test_pieces_are_shown_as_text_and_cannot_steer_a_terminal(void **state)
{
    (void)state;
    Tokenizer *tokenizer = open_small(SENTENCEPIECE);
    assert_visible(tokenizer, 262, " a");
    assert_visible(tokenizer, 259, " ");
    assert_visible(tokenizer, 1, "<s>");
    assert_visible(tokenizer, 3 + 0xED, "<ED>");
    assert_visible(tokenizer, 3 + 0x1B, "<1B>");
    assert_visible(tokenizer, 3 + '\n', "⏎");
    assert_visible(tokenizer, 9999, "<#9999>");
    int32_t id = -1;
    assert_true(tokenizer_find(tokenizer, " a", 2, &id));
    assert_int_equal(id, 262);
    assert_true(tokenizer_find(tokenizer, "\n", 1, &id));
    assert_int_equal(id, 3 + '\n');
    assert_false(tokenizer_find(tokenizer, "abba", 4, &id));
    assert_false(tokenizer_find(tokenizer, "", 0, &id));
    tokenizer_free(tokenizer);
}

static void test_merges_are_told_in_order_with_the_rank_that_chose_them(void **state)
{
    (void)state;
    Error error;
    Tokenizer *tokenizer = open_small(SENTENCEPIECE);
    MergeHistory history = {0};
    assert_int_equal(tokenizer_merges(tokenizer, "\u2581abab", strlen("\u2581abab"), &history, &error), STATUS_OK);
    assert_int_equal(history.parts.count, 5);
    assert_int_equal(history.count, 2);
    assert_int_equal(history.merges[0].at, 0);
    assert_int_equal(history.merges[0].rank, 0);
    assert_int_equal(history.merges[0].merged, 262);
    assert_int_equal(history.merges[1].at, 3);
    assert_int_equal(history.merges[1].rank, 1);
    assert_int_equal(history.merges[1].merged, 263);
    merge_history_free(&history);
    tokenizer_free(tokenizer);
}

static void test_bytes_that_are_no_utf8_and_zero_bytes_are_encoded(void **state)
{
    (void)state;
    static const char text[] = "a\xFF\0b\xED\x95";
    Error error;
    Tokenizer *tokenizer = open_small(SENTENCEPIECE);
    TokenIds ids = {0};
    assert_int_equal(tokenizer_encode(tokenizer, text, sizeof text - 1, true, &ids, &error), STATUS_OK);
    Buffer back = decode(tokenizer, ids.ids, ids.count, false);
    static const char expected[] = "a\xEF\xBF\xBD\0b\xEF\xBF\xBD\xEF\xBF\xBD";
    assert_int_equal(back.length, sizeof expected - 1);
    assert_memory_equal(back.bytes, expected, sizeof expected - 1);
    buffer_free(&back);
    token_ids_free(&ids);
    tokenizer_free(tokenizer);
}

static void test_decoding_refuses_ids_outside_the_vocabulary(void **state)
{
    (void)state;
    Error error;
    Buffer out = {0};
    Tokenizer *tokenizer = open_small(SENTENCEPIECE);
    assert_int_equal(tokenizer_decode(tokenizer, &(int32_t){264}, 1, false, &out, &error), STATUS_OUT_OF_RANGE);
    assert_int_equal(tokenizer_decode(tokenizer, &(int32_t){-1}, 1, false, &out, &error), STATUS_OUT_OF_RANGE);
    buffer_free(&out);
    tokenizer_free(tokenizer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gpt2_encodes_the_golden_texts_and_decodes_them_back),
        cmocka_unit_test(test_gpt2_vocabulary_can_be_looked_up_both_ways),
        cmocka_unit_test(test_stories260k_gives_the_ids_of_its_reference_run),
        cmocka_unit_test(test_every_stage_does_what_the_python_library_does),
        cmocka_unit_test(test_a_stream_waits_until_a_character_is_whole),
        cmocka_unit_test(test_a_stream_strips_the_first_space_alone),
        cmocka_unit_test(test_pieces_are_shown_as_text_and_cannot_steer_a_terminal),
        cmocka_unit_test(test_merges_are_told_in_order_with_the_rank_that_chose_them),
        cmocka_unit_test(test_bytes_that_are_no_utf8_and_zero_bytes_are_encoded),
        cmocka_unit_test(test_decoding_refuses_ids_outside_the_vocabulary),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
