#include "tensor/dtype.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "base/random.h"

#include <math.h>

/* A format's parts: value = (-1)^sign * 2^(exponent - bias) * (1 + mantissa / 2^mantissa_bits). */
typedef struct Layout {
    Dtype dtype;
    int exponent_bits, mantissa_bits;
} Layout;

static const Layout HALF = {DTYPE_F16, 5, 10};
static const Layout BRAIN = {DTYPE_BF16, 8, 7};

enum { PATTERNS = 65536 };

/* What a bit pattern stands for, by the definition in IEEE 754. */
static double defined_value(Layout layout, unsigned bits)
{
    int bias = (1 << (layout.exponent_bits - 1)) - 1;
    int exponent = (int)(bits >> layout.mantissa_bits) & ((1 << layout.exponent_bits) - 1);
    int mantissa = (int)bits & ((1 << layout.mantissa_bits) - 1);
    double sign = bits >> 15 ? -1 : 1;
    if (exponent == (1 << layout.exponent_bits) - 1)
        return mantissa ? (double)NAN : sign * (double)INFINITY;
    if (exponent == 0)
        return sign * ldexp(mantissa, 1 - bias - layout.mantissa_bits);
    return sign * ldexp(mantissa + (1 << layout.mantissa_bits), exponent - bias - layout.mantissa_bits);
}

/* The nearest pattern, found by search: of the two neighbours of |x| the nearer, of equally near ones the even. */
static unsigned nearest_pattern(Layout layout, double x)
{
    double size = fabs(x);
    unsigned infinity = ((1u << layout.exponent_bits) - 1) << layout.mantissa_bits;
    unsigned below = 0, above = infinity;
    while (above - below > 1) {
        unsigned middle = (below + above) / 2;
        *(defined_value(layout, middle) <= size ? &below : &above) = middle;
    }
    /* Infinity counts as the number that would follow the largest one. */
    double low = defined_value(layout, below);
    double high = above == infinity ? 2 * low - defined_value(layout, below - 1) : defined_value(layout, above);
    bool is_upper = size - low > high - size || (size - low == high - size && above % 2 == 0);
    return (is_upper ? above : below) | (signbit(x) ? 0x8000u : 0);
}

static uint16_t stored(Dtype dtype, Real x)
{
    uint16_t bits;
    dtype_from_real(&bits, &x, dtype, 1);
    return bits;
}

static void check_reading(Layout layout)
{
    uint16_t *patterns = memory_new(PATTERNS, sizeof *patterns);
    Real *numbers = memory_new(PATTERNS, sizeof *numbers);
    for (unsigned i = 0; i < PATTERNS; i++)
        patterns[i] = (uint16_t)i;
    dtype_to_real(numbers, patterns, layout.dtype, PATTERNS);
    for (unsigned i = 0; i < PATTERNS; i++) {
        double expected = defined_value(layout, i);
        assert_int_equal(isnan(numbers[i]), isnan(expected));
        if (!isnan(expected)) {
            assert_true((double)numbers[i] == expected);
            assert_int_equal(signbit(numbers[i]) != 0, i >> 15);
        }
    }
    free(patterns);
    free(numbers);
}

static void test_every_half_is_read_as_ieee_754_defines_it(void **state)
{
    (void)state;
    check_reading(HALF);
}

static void test_every_brain_float_is_read_as_ieee_754_defines_it(void **state)
{
    (void)state;
    check_reading(BRAIN);
}

/* All at once, as a model is converted, so that the vectorised loop is what is tested. */
static void check_round_trip(Layout layout)
{
    uint16_t *patterns = memory_new(2 * PATTERNS, sizeof *patterns), *back = patterns + PATTERNS;
    Real *numbers = memory_new(PATTERNS, sizeof *numbers);
    for (unsigned i = 0; i < PATTERNS; i++)
        patterns[i] = (uint16_t)i;
    dtype_to_real(numbers, patterns, layout.dtype, PATTERNS);
    dtype_from_real(back, numbers, layout.dtype, PATTERNS);
    for (unsigned i = 0; i < PATTERNS; i++) {
        if (isnan(numbers[i]))
            assert_true(isnan(defined_value(layout, back[i])));
        else
            assert_int_equal(back[i], i);
    }
    free(patterns);
    free(numbers);
}

static void test_reading_then_storing_gives_the_same_bits(void **state)
{
    (void)state;
    check_round_trip(HALF);
    check_round_trip(BRAIN);
}

/* Each number of the format, the middle to the next, and the floats beside that middle. */
static void check_ties(Layout layout)
{
    unsigned infinity = ((1u << layout.exponent_bits) - 1) << layout.mantissa_bits;
    for (unsigned bits = 0; bits < infinity; bits++) {
        double low = defined_value(layout, bits);
        double high = bits + 1 < infinity ? defined_value(layout, bits + 1) : 2 * low - defined_value(layout, bits - 1);
        float middle = (float)(low / 2 + high / 2);
        const float trials[] = {middle, nextafterf(middle, 0), nextafterf(middle, INFINITY), -middle};
        for (size_t i = 0; i < sizeof trials / sizeof trials[0]; i++)
            assert_int_equal(stored(layout.dtype, (Real)trials[i]), nearest_pattern(layout, (double)trials[i]));
    }
}

static void test_storing_rounds_ties_to_even(void **state)
{
    (void)state;
    check_ties(HALF);
    check_ties(BRAIN);
}

static void test_storing_rounds_any_float_to_the_nearest(void **state)
{
    (void)state;
    Random random;
    random_seed(&random, 7);
    for (int i = 0; i < 100000; i++) {
        uint32_t bits = (uint32_t)random_bits(&random);
        float x;
        memcpy(&x, &bits, sizeof x);
        if (isnan(x) || isinf(x))
            continue;
        assert_int_equal(stored(DTYPE_F16, (Real)x), nearest_pattern(HALF, (double)x));
        assert_int_equal(stored(DTYPE_BF16, (Real)x), nearest_pattern(BRAIN, (double)x));
    }
}

static void test_what_is_too_large_becomes_infinite_and_nan_stays_nan(void **state)
{
    (void)state;
    assert_int_equal(stored(DTYPE_F16, 65519), 0x7BFF);
    assert_int_equal(stored(DTYPE_F16, 65520), 0x7C00);
    assert_int_equal(stored(DTYPE_F16, -1e30f), 0xFC00);
    assert_int_equal(stored(DTYPE_BF16, 3.4e38f), 0x7F80);
    assert_int_equal(stored(DTYPE_BF16, -INFINITY), 0xFF80);
    uint32_t smallest_nan = 0x7F800001;
    float x;
    memcpy(&x, &smallest_nan, sizeof x);
    assert_true(isnan(defined_value(HALF, stored(DTYPE_F16, (Real)x))));
    assert_true(isnan(defined_value(BRAIN, stored(DTYPE_BF16, (Real)x))));
}

/* Puts the three numbers at an odd address and reads them from there. */
static void check_three(Dtype dtype, const void *numbers, double first, double second, double third)
{
    unsigned char odd[1 + 3 * 8];
    Real out[3];
    memcpy(odd + 1, numbers, 3 * dtype_bytes(dtype));
    dtype_to_real(out, odd + 1, dtype, 3);
    assert_true((double)out[0] == first && (double)out[1] == second && (double)out[2] == third);
}

static void test_every_format_is_read_from_any_address(void **state)
{
    (void)state;
    check_three(DTYPE_F64, (double[]){0.5, -1e10, 3}, 0.5, -1e10, 3);
    check_three(DTYPE_F32, (float[]){0.25f, -1, 0x1p-149f}, 0.25, -1, 0x1p-149);
    check_three(DTYPE_F16, (uint16_t[]){0x3C00, 0xC000, 1}, 1, -2, 0x1p-24);
    check_three(DTYPE_BF16, (uint16_t[]){0x3F80, 0xC000, 0x4040}, 1, -2, 3);
    check_three(DTYPE_I64, (int64_t[]){-1, INT64_MIN, 7}, -1, -0x1p63, 7);
    check_three(DTYPE_I32, (int32_t[]){-1, INT32_MIN, 7}, -1, -0x1p31, 7);
    check_three(DTYPE_I16, (int16_t[]){-1, INT16_MIN, 7}, -1, -32768, 7);
    check_three(DTYPE_I8, (int8_t[]){-1, INT8_MIN, 7}, -1, -128, 7);
    check_three(DTYPE_U64, (uint64_t[]){0, 0x8000000000000000u, 7}, 0, 0x1p63, 7);
    check_three(DTYPE_U32, (uint32_t[]){0, 0x80000000u, 7}, 0, 0x1p31, 7);
    check_three(DTYPE_U16, (uint16_t[]){0, 65535, 7}, 0, 65535, 7);
    check_three(DTYPE_U8, (uint8_t[]){0, 255, 7}, 0, 255, 7);
    check_three(DTYPE_BOOL, (uint8_t[]){0, 1, 255}, 0, 1, 1);
}

static void test_float_and_double_are_stored_as_they_are(void **state)
{
    (void)state;
    const Real numbers[] = {(Real)0.1f, -3, INFINITY};
    float as_float[3];
    double as_double[3];
    dtype_from_real(as_float, numbers, DTYPE_F32, 3);
    dtype_from_real(as_double, numbers, DTYPE_F64, 3);
    for (int i = 0; i < 3; i++)
        assert_true((double)as_float[i] == (double)numbers[i] && as_double[i] == (double)numbers[i]);
}

static void test_formats_are_found_by_name(void **state)
{
    (void)state;
    Dtype dtype = DTYPE_F64;
    assert_true(dtype_find("BF16", &dtype));
    assert_int_equal(dtype, DTYPE_BF16);
    assert_string_equal(dtype_name(dtype), "BF16");
    assert_int_equal(dtype_bytes(dtype), 2);
    assert_true(dtype_is_float(dtype) && !dtype_is_float(DTYPE_I32));
    assert_false(dtype_find("bf16", &dtype));
    assert_false(dtype_find("", &dtype));
    assert_string_equal(dtype_names(), "F64, F32, F16, BF16, I64, I32, I16, I8, U64, U32, U16, U8, BOOL");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_half_is_read_as_ieee_754_defines_it),
        cmocka_unit_test(test_every_brain_float_is_read_as_ieee_754_defines_it),
        cmocka_unit_test(test_reading_then_storing_gives_the_same_bits),
        cmocka_unit_test(test_storing_rounds_ties_to_even),
        cmocka_unit_test(test_storing_rounds_any_float_to_the_nearest),
        cmocka_unit_test(test_what_is_too_large_becomes_infinite_and_nan_stays_nan),
        cmocka_unit_test(test_every_format_is_read_from_any_address),
        cmocka_unit_test(test_float_and_double_are_stored_as_they_are),
        cmocka_unit_test(test_formats_are_found_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
