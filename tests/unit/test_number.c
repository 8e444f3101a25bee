/* Numbers as people read them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "base/utf8.h"
#include "figure/number.h"

static const char *shown(double value, int width)
{
    static char text[NUMBER_LENGTH];
    return number_format(text, value, width);
}

static void test_usual_numbers_have_four_decimals(void **state)
{
    (void)state;
    assert_string_equal(shown(0.12345, 7), " 0.1235");
    assert_string_equal(shown(-0.12345, 7), "-0.1235");
    assert_string_equal(shown(3.14159265, 7), " 3.1416");
    assert_string_equal(shown(12.34567, 7), " 12.346");
    assert_string_equal(shown(-1234.56, 7), "-1234.6");
}

static void test_whole_numbers_have_no_point(void **state)
{
    (void)state;
    assert_string_equal(shown(0, 0), "0");
    assert_string_equal(shown(-0.0, 0), "0");
    assert_string_equal(shown(1, 4), "   1");
    assert_string_equal(shown(-32000, 0), "-32000");
}

static void test_just_below_one_never_prints_as_one(void **state)
{
    (void)state;
    assert_string_equal(shown(0.9996, 6), "0.9996");
    assert_string_equal(shown(0.9996, 4), "0.99");
    assert_string_equal(shown(0.99999999, 7), " 0.9999");
    assert_string_equal(shown(-0.99999999, 7), "-0.9999");
    assert_string_equal(shown(0.9996, 3), "0.9");
}

static void test_tiny_numbers_never_print_as_zero(void **state)
{
    (void)state;
    assert_string_equal(shown(1e-5, 7), "   1e-5");
    assert_string_equal(shown(-1.234e-5, 7), "-1.2e-5");
    assert_string_equal(shown(0.00012, 7), " 1.2e-4");
    assert_string_equal(shown(1e-45, 7), "  1e-45");
    assert_string_equal(shown(0.001, 4), "1e-3");
}

static void test_an_exponent_is_taken_where_the_point_leaves_one_digit(void **state)
{
    (void)state;
    assert_string_equal(shown(9.66e-5, 7), "9.66e-5");
    assert_string_equal(shown(2.971e-4, 0), "2.971e-4");
    assert_string_equal(shown(-2.971e-4, 7), "-0.0003");
}

static void test_a_column_keeps_the_point_while_two_digits_fit(void **state)
{
    (void)state;
    assert_string_equal(shown(0.00524, 7), " 0.0052");
    assert_string_equal(shown(-0.00524, 7), "-0.0052");
    assert_string_equal(shown(0.05, 4), "0.05"); /* as exact as 5e-2 */
}

static void test_numbers_that_are_none_have_words(void **state)
{
    (void)state;
    assert_string_equal(shown(-INFINITY, 7), "   -inf");
    assert_string_equal(shown(-INFINITY, 2), "-∞");
    assert_string_equal(shown(INFINITY, 0), "inf");
    assert_string_equal(shown(NAN, 7), "    nan");
}

static void test_what_does_not_fit_is_hashes(void **state)
{
    (void)state;
    assert_string_equal(shown(123456, 3), "1e5");
    assert_string_equal(shown(-123456, 3), "###");
    assert_string_equal(shown(0.5, 1), "#");
}

static void test_random_numbers_are_honest_at_every_width(void **state)
{
    (void)state;
    Random random;
    random_seed(&random, 5);
    for (int i = 0; i < 20000; i++) {
        double value = random_normal(&random) * pow(10, random_uniform(&random) * 90 - 45);
        int width = 1 + (int)random_below(&random, NUMBER_WIDEST);
        const char *text = shown(value, width);
        assert_int_equal(utf8_cells(text, strlen(text)), width);
        if (strchr(text, '#')) {
            assert_true(width < NUMBER_WIDTH);
            continue;
        }
        double read = strtod(text, NULL);
        assert_true(read != 0);
        assert_true(fabs(value) >= 1 || fabs(read) < 1);
        assert_true(fabs(read - value) <= 0.5 * fabs(value));
        assert_true(width < NUMBER_WIDTH + 1 || fabs(read - value) <= 0.05 * fabs(value));
    }
}

static void test_precise_numbers_keep_their_digits(void **state)
{
    (void)state;
    char text[NUMBER_LENGTH];
    assert_string_equal(number_precise(text, 0.123456789, 6), "0.123457");
    assert_string_equal(number_precise(text, 0.2, 4), "0.2");
    assert_string_equal(number_precise(text, 0.99999999, 4), "0.99999999");
    assert_string_equal(number_precise(text, 1.5e-9, 6), "1.5e-9");
    assert_string_equal(number_precise(text, -INFINITY, 6), "-inf");
}

static void test_bytes_have_binary_units(void **state)
{
    (void)state;
    char text[NUMBER_LENGTH];
    assert_string_equal(number_bytes(text, 0), "0 B");
    assert_string_equal(number_bytes(text, 1023), "1023 B");
    assert_string_equal(number_bytes(text, 1005 * 1024 + 820), "1006 KiB");
    assert_string_equal(number_bytes(text, 1536), "1.5 KiB");
    assert_string_equal(number_bytes(text, 3 << 20), "3 MiB");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_usual_numbers_have_four_decimals),
        cmocka_unit_test(test_whole_numbers_have_no_point),
        cmocka_unit_test(test_just_below_one_never_prints_as_one),
        cmocka_unit_test(test_tiny_numbers_never_print_as_zero),
        cmocka_unit_test(test_an_exponent_is_taken_where_the_point_leaves_one_digit),
        cmocka_unit_test(test_a_column_keeps_the_point_while_two_digits_fit),
        cmocka_unit_test(test_numbers_that_are_none_have_words),
        cmocka_unit_test(test_what_does_not_fit_is_hashes),
        cmocka_unit_test(test_random_numbers_are_honest_at_every_width),
        cmocka_unit_test(test_precise_numbers_keep_their_digits),
        cmocka_unit_test(test_bytes_have_binary_units),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
