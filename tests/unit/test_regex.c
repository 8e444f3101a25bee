#include "text/regex.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"

static Regex *compile(const char *pattern)
{
    Error error;
    Regex *regex;
    if (regex_compile(pattern, "tokenizer.json", &regex, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    return regex;
}

/* `length` bytes of 'a', the last of which is `last`. */
static char *long_text(size_t length, char last)
{
    char *text = memory_new(length, 1);
    memset(text, 'a', length);
    text[length - 1] = last;
    return text;
}

static Spans cover(const char *pattern, const char *text, size_t length)
{
    Error error;
    Spans spans = {0};
    Regex *regex = compile(pattern);
    if (regex_cover(regex, text, length, &spans, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    regex_free(regex);
    return spans;
}

static void assert_span(const Spans *spans, size_t i, size_t start, size_t end, bool is_match)
{
    assert_true(i < spans->count);
    assert_int_equal(spans->items[i].start, start);
    assert_int_equal(spans->items[i].end, end);
    assert_int_equal(spans->items[i].is_match, is_match);
}

static void test_spans_cover_a_text_from_end_to_end(void **state)
{
    (void)state;
    Spans spans = cover("b+", "abbab", 5);
    assert_int_equal(spans.count, 4);
    assert_span(&spans, 0, 0, 1, false);
    assert_span(&spans, 1, 1, 3, true);
    assert_span(&spans, 2, 3, 4, false);
    assert_span(&spans, 3, 4, 5, true);
    spans_free(&spans);
}

static void test_an_empty_match_counts_unless_it_follows_a_match(void **state)
{
    (void)state;
    Spans spans = cover("x*", "axb", 3);
    assert_int_equal(spans.count, 5);
    assert_span(&spans, 0, 0, 0, true);
    assert_span(&spans, 1, 0, 1, false);
    assert_span(&spans, 2, 1, 2, true);
    assert_span(&spans, 3, 2, 3, false);
    assert_span(&spans, 4, 3, 3, true);
    spans_free(&spans);
}

static void test_groups_do_not_hide_a_match(void **state)
{
    (void)state;
    Spans spans = cover("(a)(b)", "ab", 2);
    assert_int_equal(spans.count, 1);
    assert_span(&spans, 0, 0, 2, true);
    spans_free(&spans);
}

static void test_a_match_may_be_of_any_length_and_look_any_way_ahead(void **state)
{
    (void)state;
    enum { LENGTH = 300000 };
    char *text = long_text(LENGTH, 'b');
    Spans spans = cover("a+b", text, LENGTH);
    assert_int_equal(spans.count, 1);
    assert_span(&spans, 0, 0, LENGTH, true);
    spans_free(&spans);
    spans = cover("^a(?=a+b)|b", text, LENGTH);
    assert_int_equal(spans.count, 3);
    assert_span(&spans, 0, 0, 1, true);
    assert_span(&spans, 2, LENGTH - 1, LENGTH, true);
    spans_free(&spans);
    free(text);
}

static void test_a_look_from_everywhere_to_the_end_is_refused(void **state)
{
    (void)state;
    enum { LENGTH = 300000 };
    Error error;
    Spans spans = {0};
    char *text = long_text(LENGTH, 'a');
    Regex *regex = compile("(?=.*[xyz])a");
    assert_int_equal(regex_cover(regex, text, LENGTH, &spans, &error), STATUS_UNSUPPORTED);
    spans_free(&spans);
    regex_free(regex);
    free(text);
}

static void test_classes_are_unicodes_and_words_have_marks(void **state)
{
    (void)state;
    static const char text[] = "e\xCC\x81\xED\x95\x9C!"; /* é in two characters, 한 */
    Spans spans = cover("\\w+", text, sizeof text - 1);
    assert_int_equal(spans.count, 2);
    assert_span(&spans, 0, 0, 6, true);
    spans_free(&spans);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_spans_cover_a_text_from_end_to_end),
        cmocka_unit_test(test_an_empty_match_counts_unless_it_follows_a_match),
        cmocka_unit_test(test_groups_do_not_hide_a_match),
        cmocka_unit_test(test_a_match_may_be_of_any_length_and_look_any_way_ahead),
        cmocka_unit_test(test_a_look_from_everywhere_to_the_end_is_refused),
        cmocka_unit_test(test_classes_are_unicodes_and_words_have_marks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
