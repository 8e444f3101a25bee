/* The foundations: JSON that lies, UTF-8 that is none, text that would steer a terminal. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/json.h"
#include "base/map.h"
#include "base/random.h"
#include "base/utf8.h"

static Status parse(const char *text, size_t length)
{
    Error error = {0};
    cJSON *json;
    Status status = json_parse(text, length, "test.json", &json, &error);
    cJSON_Delete(json);
    if (status != STATUS_OK)
        assert_non_null(strstr(error.message, "test.json"));
    return status;
}

static void test_json_that_is_damaged_or_dangerous_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"", "{", "{\"a\":1}x", "\xff", "[1,]", "\"\\u0000\"", "\"a\\\\\\u0000\"", "nul"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        if (parse(bad[i], strlen(bad[i])) == STATUS_OK)
            fail_msg("accepted: %s", bad[i]);
    assert_int_not_equal(parse("\"a\0b\"", 5), STATUS_OK);
    char deep[2000];
    memset(deep, '[', sizeof deep);
    assert_int_not_equal(parse(deep, sizeof deep), STATUS_OK);
}

static void test_json_that_is_right_is_accepted(void **state)
{
    (void)state;
    static const char *const good[] = {"{}", " [1, 2.5, \"돈\"]\n", "\"\\\\u0000\"", "\"[[[[\"", "\"\\\"\"", "null"};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        if (parse(good[i], strlen(good[i])) != STATUS_OK)
            fail_msg("refused: %s", good[i]);
}

static void test_numbers_of_the_wrong_kind_are_named(void **state)
{
    (void)state;
    Error error = {0};
    int64_t size = 7;
    cJSON *json = cJSON_Parse("{\"half\":1.5,\"text\":\"5\",\"null\":null}");
    assert_int_equal(json_get_int(json, "absent", "a.json", &size, &error), STATUS_OK);
    assert_int_equal(json_get_int(json, "null", "a.json", &size, &error), STATUS_OK);
    assert_int_equal(size, 7);
    assert_int_equal(json_get_int(json, "half", "a.json", &size, &error), STATUS_BAD_DATA);
    assert_non_null(strstr(error.message, "half"));
    assert_int_equal(json_get_int(json, "text", "a.json", &size, &error), STATUS_BAD_DATA);
    assert_int_equal(json_need_int(json, "absent", "a.json", &size, &error), STATUS_BAD_DATA);
    cJSON_Delete(json);
}

static void assert_visible(const char *text, size_t length, const char *expected)
{
    char out[64];
    utf8_visible(out, sizeof out, text, length, UTF8_ONE_LINE);
    assert_string_equal(out, expected);
}

static void test_what_could_steer_a_terminal_becomes_visible(void **state)
{
    (void)state;
    assert_visible("\033[31mred", 8, "<1B>[31mred");
    assert_visible("a\0b", 3, "a<00>b");
    assert_visible("\xc2\x9b", 2, "<9B>"); /* the one-character CSI */
    assert_visible("\xec\x9d", 2, "<EC><9D>");
    assert_visible("\n\t돈", 5, "⏎⇥돈");
    assert_visible("\xe2\x80\xae", 3, "<U+202E>");
    assert_visible("\x7f\xff", 2, "<7F><FF>");
}

static void test_visible_text_is_never_cut_within_an_item(void **state)
{
    (void)state;
    char out[6];
    assert_int_equal(utf8_visible(out, sizeof out, "돈돈", 6, UTF8_ONE_LINE), 3);
    assert_string_equal(out, "돈");
    assert_int_equal(utf8_visible(out, sizeof out, "ab\033", 3, UTF8_ONE_LINE), 2);
}

static void test_the_valid_prefix_ends_where_validity_does(void **state)
{
    (void)state;
    char text[64];
    for (size_t at = 0; at + 1 < sizeof text; at++) {
        memset(text, 'a', sizeof text);
        text[at] = (char)0xff;
        assert_int_equal(utf8_valid_prefix(text, sizeof text), at);
        memcpy(text + at - at % 3, "돈", 3);
        text[at - at % 3 + 3 < 63 ? at - at % 3 + 3 : 63] = (char)0x80;
        assert_true(utf8_valid_prefix(text, sizeof text) >= at - at % 3);
    }
    assert_int_equal(utf8_valid_prefix("", 0), 0);
    assert_int_equal(utf8_valid_prefix("12345678돈", 11), 11);
    assert_int_equal(utf8_valid_prefix("\xed\xa0\x80", 3), 0); /* a surrogate */
    assert_int_equal(utf8_valid_prefix("\xc0\x80", 2), 0);     /* overlong */
}

static void test_incomplete_characters_are_told_from_broken_ones(void **state)
{
    (void)state;
    assert_true(utf8_is_incomplete("\xec", 1));
    assert_true(utf8_is_incomplete("\xec\x9d", 2));
    assert_true(utf8_is_incomplete("\xf0\x9f\x99", 3));
    assert_false(utf8_is_incomplete("\xec\x9d\x80", 3));
    assert_false(utf8_is_incomplete("\xec\x41", 2));
    assert_false(utf8_is_incomplete("\xe0\x80", 2)); /* overlong already */
    assert_false(utf8_is_incomplete("\xff", 1));
    assert_false(utf8_is_incomplete("a", 1));
}

static void test_hangul_is_two_cells_wide_and_marks_none(void **state)
{
    (void)state;
    assert_int_equal(utf8_cells("돈", 3), 2);
    assert_int_equal(utf8_cells("e\xcc\x81", 3), 1);
    assert_int_equal(utf8_cells("👩‍👩‍👧", strlen("👩‍👩‍👧")), 2);
    assert_int_equal(utf8_fit("돈돈", 6, 3), 3);
}

static void test_a_field_of_words_is_as_wide_as_its_column(void **state)
{
    (void)state;
    static const char *const words[] = {"", "rank", "순위", "가장 그럴듯함"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        char text[64];
        snprintf(text, sizeof text, "%-*s|", utf8_field(words[i], 14), words[i]);
        assert_int_equal(utf8_cells(text, strlen(text)), 15);
    }
}

static void test_a_map_finds_what_was_added_and_nothing_else(void **state)
{
    (void)state;
    enum { COUNT = 5000 };
    static char keys[COUNT][16];
    Map map = {0};
    for (int i = 0; i < COUNT; i++) {
        snprintf(keys[i], sizeof keys[i], "k%d", i);
        assert_true(map_add(&map, keys[i], strlen(keys[i]), i));
    }
    assert_false(map_add(&map, "k7", 2, 1));
    for (int i = 0; i < COUNT; i++)
        assert_int_equal(*map_find(&map, keys[i], strlen(keys[i])), i);
    assert_null(map_find(&map, "k5000", 5));
    map_free(&map);
}

static void test_random_numbers_repeat_for_a_seed_and_fill_their_range(void **state)
{
    (void)state;
    Random a, b;
    random_seed(&a, 7);
    random_seed(&b, 7);
    double sum = 0;
    int seen[6] = {0};
    for (int i = 0; i < 10000; i++) {
        assert_true(random_bits(&a) == random_bits(&b));
        double u = random_uniform(&a);
        random_uniform(&b);
        assert_true(u >= 0 && u < 1);
        sum += u;
        seen[random_below(&a, 6)]++;
        random_below(&b, 6);
    }
    assert_true(sum > 4900 && sum < 5100);
    for (int i = 0; i < 6; i++)
        assert_true(seen[i] > 1500);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_json_that_is_damaged_or_dangerous_is_refused),
        cmocka_unit_test(test_json_that_is_right_is_accepted),
        cmocka_unit_test(test_numbers_of_the_wrong_kind_are_named),
        cmocka_unit_test(test_what_could_steer_a_terminal_becomes_visible),
        cmocka_unit_test(test_visible_text_is_never_cut_within_an_item),
        cmocka_unit_test(test_the_valid_prefix_ends_where_validity_does),
        cmocka_unit_test(test_incomplete_characters_are_told_from_broken_ones),
        cmocka_unit_test(test_hangul_is_two_cells_wide_and_marks_none),
        cmocka_unit_test(test_a_field_of_words_is_as_wide_as_its_column),
        cmocka_unit_test(test_a_map_finds_what_was_added_and_nothing_else),
        cmocka_unit_test(test_random_numbers_repeat_for_a_seed_and_fill_their_range),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
