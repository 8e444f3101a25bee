/* Tokenizer files and texts that mean harm: refused with a reason, never more work than their size allows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "text/regex.h"
#include "text/tokenizer_parts.h"

static Tokenizer *parse(const char *json)
{
    Error error;
    Tokenizer *tokenizer = NULL;
    if (tokenizer_parse(json, strlen(json), "tokenizer.json", &tokenizer, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    return tokenizer;
}

#define MODEL(vocab, merges) "\"model\":{\"type\":\"BPE\",\"vocab\":{" vocab "},\"merges\":[" merges "]}"

static void test_broken_files_are_refused_with_their_name_and_the_reason(void **state)
{
    (void)state;
    static const struct {
        const char *json, *reason;
        Status status;
    } rows[] = {
        {"", "JSON", STATUS_BAD_DATA},
        {"[]", "no \"model\"", STATUS_BAD_DATA},
        {"{\"model\":{}}", "no \"vocab\"", STATUS_BAD_DATA},
        {"{\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":0}}}", "merges", STATUS_BAD_DATA},
        {"{\"model\":{\"type\":\"WordPiece\"}}", "model type \"WordPiece\" is not supported", STATUS_UNSUPPORTED},
        {"{" MODEL("", "") "}", "empty", STATUS_BAD_DATA},
        {"{" MODEL("\"a\":-1", "") "}", "id -1", STATUS_BAD_DATA},
        {"{" MODEL("\"a\":16777216", "") "}", "id 1.67772e+07", STATUS_BAD_DATA},
        {"{" MODEL("\"a\":0.5", "") "}", "id 0.5", STATUS_BAD_DATA},
        {"{" MODEL("\"a\":\"0\"", "") "}", "id", STATUS_BAD_DATA},
        {"{" MODEL("\"a\":0,\"b\":0", "") "}", "both have id 0", STATUS_BAD_DATA},
        {"{" MODEL("\"a\":0,\"a\":1", "") "}", "twice", STATUS_BAD_DATA},
        {"{" MODEL("\"a\":0", "\"a b\"") "}", "merge 0 needs \"b\"", STATUS_BAD_DATA},
        {"{" MODEL("\"a\":0", "\"a a\"") "}", "merge 0 needs \"aa\"", STATUS_BAD_DATA},
        {"{" MODEL("\"a\":0", "\"a\"") "}", "merge 0 is neither", STATUS_BAD_DATA},
        {"{" MODEL("\"a\":0", "[\"a\",\"a\",\"a\"]") "}", "merge 0 is neither", STATUS_BAD_DATA},
        {"{\"added_tokens\":[{\"id\":3,\"content\":\"a\"}]," MODEL("\"a\":0", "") "}", "id 3", STATUS_BAD_DATA},
        {"{\"added_tokens\":[{\"id\":0,\"content\":\"b\"}]," MODEL("\"a\":0", "") "}", "both have id 0",
         STATUS_BAD_DATA},
        {"{\"added_tokens\":[{\"content\":\"b\"}]," MODEL("\"a\":0", "") "}", "id -1", STATUS_BAD_DATA},
        {"{\"pre_tokenizer\":{\"type\":\"X\"}," MODEL("\"a\":0", "") "}", "pre_tokenizer type \"X\" is not supported",
         STATUS_UNSUPPORTED},
        {"{\"normalizer\":{\"type\":\"X\"}," MODEL("\"a\":0", "") "}", "normalizer type \"X\"", STATUS_UNSUPPORTED},
        {"{\"decoder\":{\"type\":\"X\"}," MODEL("\"a\":0", "") "}", "decoder type \"X\"", STATUS_UNSUPPORTED},
        {"{\"post_processor\":{\"type\":\"X\"}," MODEL("\"a\":0", "") "}", "post_processor type \"X\"",
         STATUS_UNSUPPORTED},
        {"{\"pre_tokenizer\":{\"type\":\"Split\",\"pattern\":{\"Regex\":\"(\"},\"behavior\":\"Isolated\"}," MODEL(
             "\"a\":0", "") "}",
         "regular expression \"(\"", STATUS_UNSUPPORTED},
        {"{\"pre_tokenizer\":{\"type\":\"Split\",\"pattern\":{\"String\":\"a\"},\"behavior\":\"Odd\"}," MODEL("\"a\":0",
                                                                                                              "") "}",
         "behavior \"Odd\"", STATUS_UNSUPPORTED},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Error error = {0};
        Tokenizer *tokenizer;
        Status status = tokenizer_parse(rows[i].json, strlen(rows[i].json), "tokenizer.json", &tokenizer, &error);
        if (status != rows[i].status || strncmp(error.message, "tokenizer.json: ", 16) ||
            !strstr(error.message, rows[i].reason))
            fail_msg("%s: %s, \"%s\"", rows[i].json, status_name(status), error.message);
        assert_null(tokenizer);
    }
}

static void test_a_file_cut_anywhere_is_refused(void **state)
{
    (void)state;
    static const char json[] =
        "{\"normalizer\":{\"type\":\"Prepend\",\"prepend\":\"_\"},"
        "\"post_processor\":{\"type\":\"TemplateProcessing\",\"single\":[{\"SpecialToken\":{\"id\":\"<s>\"}},"
        "{\"Sequence\":{\"id\":\"A\"}}],\"special_tokens\":{\"<s>\":{\"ids\":[1]}}}," MODEL("\"a\":0", "") "}";
    Tokenizer *tokenizer = parse(json);
    tokenizer_free(tokenizer);
    for (size_t length = 0; length + 1 < sizeof json; length++)
        assert_int_not_equal(tokenizer_parse(json, length, "tokenizer.json", &tokenizer, NULL), STATUS_OK);
}

static void test_an_expression_that_explodes_ends_in_an_error(void **state)
{
    (void)state;
    Error error;
    char text[200];
    TokenIds ids = {0};
    memset(text, 'a', sizeof text);
    Tokenizer *tokenizer = parse("{\"pre_tokenizer\":{\"type\":\"Split\",\"pattern\":{\"Regex\":\"(a|aa)+[!?]\"},"
                                 "\"behavior\":\"Isolated\"}," MODEL("\"a\":0", "") "}");
    assert_int_equal(tokenizer_encode(tokenizer, text, sizeof text, true, &ids, &error), STATUS_UNSUPPORTED);
    token_ids_free(&ids);
    tokenizer_free(tokenizer);
}

static void assert_refused(const char *json, const char *text, size_t length)
{
    Error error;
    TokenIds ids = {0};
    Tokenizer *tokenizer = parse(json);
    assert_int_equal(tokenizer_encode(tokenizer, text, length, true, &ids, &error), STATUS_OUT_OF_RANGE);
    token_ids_free(&ids);
    tokenizer_free(tokenizer);
}

static void test_stages_that_blow_a_text_up_end_in_an_error(void **state)
{
    (void)state;
    Buffer json = {0};
    buffer_append_text(&json, "{\"normalizer\":{\"type\":\"Sequence\",\"normalizers\":[");
    for (int i = 0; i < 4; i++) /* a zero becomes 9000 */
        buffer_format(&json, "%s{\"type\":\"Replace\",\"pattern\":{\"String\":\"0\"},\"content\":\"%09000d\"}",
                      i ? "," : "", 0);
    buffer_append_text(&json, "]}," MODEL("\"a\":0", "") "}");
    assert_refused(buffer_text(&json), "0", 1);
    buffer_free(&json);
}

static void test_a_tower_of_marks_ends_in_an_error(void **state)
{
    (void)state;
    Buffer text = {0};
    for (int i = 0; i < 5000; i++)
        buffer_append_text(&text, i % 2 ? "\xCC\x81" : "\xCC\xA7");
    assert_refused("{\"normalizer\":{\"type\":\"NFC\"}," MODEL("\"a\":0", "") "}", text.bytes, text.length);
    buffer_free(&text);
}

/* ---- cost ---- */

static size_t merge_operations(const Bpe *bpe, const char *pattern, size_t length)
{
    Error error;
    Buffer word = {0};
    BpeWork work = {0};
    TokenIds ids = {0};
    while (word.length < length)
        buffer_append_text(&word, pattern);
    assert_int_equal(bpe_encode(bpe, &work, word.bytes, word.length, &ids, NULL, &error), STATUS_OK);
    size_t operations = work.operations;
    bpe_work_free(&work);
    token_ids_free(&ids);
    buffer_free(&word);
    return operations;
}

static void test_one_long_word_costs_n_log_n_at_most(void **state)
{
    (void)state;
    static const char *const patterns[] = {"a", "ab", "b", "aab", "\u2581ab"};
    Tokenizer *tokenizer = parse("{" MODEL(
        "\"a\":0,\"b\":1,\"aa\":2,\"aaaa\":3,\"ab\":4,\"abab\":5,\"bb\":6,\"aaaaaaaa\":7,\"\u2581\":8,\"\u2581ab\":9",
        "\"a a\",\"aa aa\",\"a b\",\"ab ab\",\"b b\",\"aaaa aaaa\",\"\u2581 ab\"") "}");
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        size_t n = 1 << 16, log_n = 17;
        assert_true(merge_operations(&tokenizer->bpe, patterns[i], n) < 3 * n * log_n);
    }
    tokenizer_free(tokenizer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_broken_files_are_refused_with_their_name_and_the_reason),
        cmocka_unit_test(test_a_file_cut_anywhere_is_refused),
        cmocka_unit_test(test_an_expression_that_explodes_ends_in_an_error),
        cmocka_unit_test(test_stages_that_blow_a_text_up_end_in_an_error),
        cmocka_unit_test(test_a_tower_of_marks_ends_in_an_error),
        cmocka_unit_test(test_one_long_word_costs_n_log_n_at_most),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
