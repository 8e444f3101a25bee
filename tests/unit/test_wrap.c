/* Lines broken at spaces, and rows of two columns. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "draw/wrap.h"

static void assert_row(const char *left, int column, const char *text, int width, const char *expected)
{
    Buffer out = {0};
    wrap_row(&out, left, column, text, width);
    assert_string_equal(buffer_text(&out), expected);
    buffer_free(&out);
}

static void test_a_line_ends_at_the_last_space_that_fits(void **state)
{
    (void)state;
    size_t next;
    const char *text = "one two three";
    assert_int_equal(wrap_line(text, strlen(text), 8, wrap_cells, NULL, &next), 7);
    assert_int_equal(next, 8);
    assert_int_equal(wrap_line(text, strlen(text), 6, wrap_cells, NULL, &next), 3);
}

static void test_a_word_that_no_line_has_room_for_is_cut(void **state)
{
    (void)state;
    size_t next;
    assert_int_equal(wrap_line("abcdef", 6, 4, wrap_cells, NULL, &next), 4);
    assert_int_equal(next, 4);
}

static void test_hangul_is_two_cells_wide(void **state)
{
    (void)state;
    size_t next;
    const char *text = "가나 다라";
    assert_int_equal(wrap_line(text, strlen(text), 4, wrap_cells, NULL, &next), strlen("가나"));
    assert_int_equal(wrap_line(text, strlen(text), 9, wrap_cells, NULL, &next), strlen(text));
}

static void test_a_row_goes_on_in_its_column(void **state)
{
    (void)state;
    assert_row("step", 6, "run one, or more", 14, "step  run one,\n      or more\n");
    assert_row("단계", 6, "하나", 14, "단계  하나\n");
}

static void test_a_long_name_has_a_line_of_its_own(void **state)
{
    (void)state;
    assert_row("vocabulary", 6, "all tokens", 20, "vocabulary\n      all tokens\n");
    assert_row("column", 6, "text", 20, "column\n      text\n");
}

static void test_text_alone_begins_at_the_edge(void **state)
{
    (void)state;
    assert_row("", 0, "what it is", 8, "what it\nis\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_line_ends_at_the_last_space_that_fits),
        cmocka_unit_test(test_a_word_that_no_line_has_room_for_is_cut),
        cmocka_unit_test(test_hangul_is_two_cells_wide),
        cmocka_unit_test(test_a_row_goes_on_in_its_column),
        cmocka_unit_test(test_a_long_name_has_a_line_of_its_own),
        cmocka_unit_test(test_text_alone_begins_at_the_edge),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
