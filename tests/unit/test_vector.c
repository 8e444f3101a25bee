#include "tensor/isa.h"
#include "tensor/vector.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/random.h"

#include <float.h>
#include <math.h>

enum { LENGTH = 150 };

static const double EPSILON = sizeof(Real) == sizeof(float) ? FLT_EPSILON : DBL_EPSILON;

static void each_isa(void (*run)(const Isa *isa))
{
    for (const Isa *const *isa = isa_list; *isa; isa++)
        if ((*isa)->available())
            run(*isa);
}

static void fill(Real *x, int count, uint64_t seed)
{
    Random random;
    random_seed(&random, seed);
    for (int i = 0; i < count; i++)
        x[i] = (Real)(4 * random_uniform(&random) - 2);
}

static void check_near(Real got, double expected, double bound)
{
    if (!(fabs((double)got - expected) <= bound))
        fail_msg("%.9g is not within %.3g of %.9g", (double)got, bound, expected);
}

static void sums(const Isa *isa)
{
    Real a[LENGTH], b[LENGTH];
    fill(a, LENGTH, 1);
    fill(b, LENGTH, 2);
    double dot = 0, sum = 0, squares = 0;
    for (int count = 0; count < LENGTH; count++) {
        check_near(isa->dot(a, b, count), dot, 4 * EPSILON * count);
        check_near(isa->sum(a, count), sum, 4 * EPSILON * count);
        check_near(isa->sum_of_squares(a, (Real)0.5, count), squares, 8 * EPSILON * count);
        dot += (double)a[count] * (double)b[count];
        sum += (double)a[count];
        squares += ((double)a[count] - 0.5) * ((double)a[count] - 0.5);
    }
}

static void test_sums_of_every_length_equal_the_plain_loop(void **state)
{
    (void)state;
    each_isa(sums);
}

static void sums_with_nan(const Isa *isa)
{
    Real x[LENGTH];
    for (int count = 1; count < LENGTH; count++)
        for (int at = 0; at < count; at++) {
            fill(x, count, 3);
            x[at] = (Real)NAN;
            assert_true(isnan(isa->sum(x, count)));
            assert_true(isnan(isa->max(x, count)));
        }
}

static void test_nan_anywhere_shows_in_sum_and_max(void **state)
{
    (void)state;
    each_isa(sums_with_nan);
}

static void maxima(const Isa *isa)
{
    Real x[LENGTH];
    for (int count = 1; count < LENGTH; count++)
        for (int at = 0; at < count; at++) {
            fill(x, count, 4);
            x[at] = 3;
            assert_true(isa->max(x, count) == 3);
        }
    Real hidden[LENGTH];
    for (int i = 0; i < LENGTH; i++)
        hidden[i] = -(Real)INFINITY;
    assert_true(isa->max(hidden, LENGTH) == -(Real)INFINITY);
}

static void test_max_finds_the_largest_wherever_it_is(void **state)
{
    (void)state;
    each_isa(maxima);
}

static void maps(const Isa *isa)
{
    Real a[LENGTH], b[LENGTH], out[LENGTH + 1];
    fill(a, LENGTH, 5);
    fill(b, LENGTH, 6);
    for (int count = 0; count <= LENGTH; count++) {
        out[count] = 77;
        isa->add(out, a, b, count);
        for (int i = 0; i < count; i++)
            assert_true(out[i] == a[i] + b[i]);
        isa->scale(out, a, (Real)0.3, count);
        for (int i = 0; i < count; i++)
            assert_true(out[i] == (Real)0.3 * a[i]);
        isa->accumulate(out, b, 2, count);
        for (int i = 0; i < count; i++)
            check_near(out[i], 0.3 * (double)a[i] + 2 * (double)b[i], 8 * EPSILON);
        assert_true(out[count] == 77);
    }
}

static void test_maps_write_every_number_and_none_beyond(void **state)
{
    (void)state;
    each_isa(maps);
}

/* Runs one number through a function at a place in the row that changes, so that vectors and rests are both met. */
static double at_some_place(void (*function)(Real *, const Real *, int64_t), Real x, int place)
{
    Real row[37] = {0};
    place %= 37;
    row[place] = x;
    function(row, row, 37);
    return (double)row[place];
}

static const Isa *under_test; /* the functions below have no room for a parameter */

static void plain_exp(Real *out, const Real *x, int64_t count)
{
    under_test->exp(out, x, 0, count);
}

/* Distance in units in the last place of the expected value, rounded to Real. */
static double ulps(double got, double expected)
{
    double magnitude = fabs(expected);
    double smallest = sizeof(Real) == sizeof(float) ? FLT_TRUE_MIN : DBL_TRUE_MIN;
    int exponent;
    frexp(magnitude, &exponent);
    double ulp = ldexp(EPSILON, exponent - 1);
    return fabs(got - expected) / (ulp > smallest ? ulp : smallest);
}

static void exp_sweep(const Isa *isa)
{
    under_test = isa;
    double worst = 0;
    int place = 0;
    for (double x = -110; x < 88.7; x += 0.0007) {
        Real input = (Real)x;
        double got = at_some_place(plain_exp, input, place++);
        double off = ulps(got, exp((double)input));
        worst = off > worst ? off : worst;
    }
    print_message("exp, %s: %.2f units in the last place\n", isa->name, worst);
    assert_true(worst < 2);
}

static void test_exp_is_within_two_units_in_the_last_place(void **state)
{
    (void)state;
    each_isa(exp_sweep);
}

static void exp_ends(const Isa *isa)
{
    under_test = isa;
    const Real infinity = (Real)INFINITY;
    for (int place = 0; place < 37; place++) {
        assert_true(at_some_place(plain_exp, -infinity, place) == 0);
        assert_true(at_some_place(plain_exp, -(Real)1e30, place) == 0);
        assert_true(at_some_place(plain_exp, 0, place) == 1);
        assert_true(isinf(at_some_place(plain_exp, (Real)1000, place)));
        assert_true(isinf(at_some_place(plain_exp, infinity, place)));
        assert_true(isnan(at_some_place(plain_exp, (Real)NAN, place)));
        assert_true(isnan(at_some_place(isa->tanh, (Real)NAN, place)));
        assert_true(isnan(at_some_place(isa->sigmoid, (Real)NAN, place)));
        assert_true(at_some_place(isa->tanh, infinity, place) == 1);
        assert_true(at_some_place(isa->tanh, -infinity, place) == -1);
        assert_true(at_some_place(isa->sigmoid, infinity, place) == 1);
        assert_true(at_some_place(isa->sigmoid, -infinity, place) == 0);
    }
}

static void test_infinities_and_nan_have_their_limits(void **state)
{
    (void)state;
    each_isa(exp_ends);
}

static void squashing(const Isa *isa)
{
    double worst_tanh = 0, worst_sigmoid = 0;
    int place = 0;
    for (double x = -20; x < 20; x += 0.0003) {
        double input = (double)(Real)x;
        double off = ulps(at_some_place(isa->tanh, (Real)x, place++), tanh(input));
        worst_tanh = off > worst_tanh ? off : worst_tanh;
        off = ulps(at_some_place(isa->sigmoid, (Real)x, place), 1 / (1 + exp(-input)));
        worst_sigmoid = off > worst_sigmoid ? off : worst_sigmoid;
    }
    for (double x = 1e-30; x < 1; x *= 1.01) {
        double off = ulps(at_some_place(isa->tanh, (Real)x, place++), tanh((double)(Real)x));
        worst_tanh = off > worst_tanh ? off : worst_tanh;
    }
    print_message("tanh, sigmoid, %s: %.2f, %.2f units in the last place\n", isa->name, worst_tanh, worst_sigmoid);
    assert_true(worst_tanh < 5);
    assert_true(worst_sigmoid < 4);
}

static void test_tanh_and_sigmoid_keep_their_digits_near_zero_too(void **state)
{
    (void)state;
    each_isa(squashing);
}

static void exp_rows(const Isa *isa)
{
    Real x[LENGTH], out[LENGTH];
    fill(x, LENGTH, 7);
    double total = 0;
    for (int count = 0; count < LENGTH; count++) {
        check_near(isa->exp(out, x, (Real)0.25, count), total, 8 * EPSILON * total);
        total += exp((double)x[count] - 0.25);
    }
}

static void test_exp_returns_the_sum_of_what_it_writes(void **state)
{
    (void)state;
    each_isa(exp_rows);
}

static void test_repeated_runs_give_the_same_bytes(void **state)
{
    (void)state;
    Real a[LENGTH], first[LENGTH], again[LENGTH];
    fill(a, LENGTH, 8);
    Real dot = vector_dot(a, a, LENGTH), total = vector_exp(first, a, 1, LENGTH);
    for (int run = 0; run < 3; run++) {
        Real dot_again = vector_dot(a, a, LENGTH), total_again = vector_exp(again, a, 1, LENGTH);
        assert_memory_equal(&dot, &dot_again, sizeof dot);
        assert_memory_equal(&total, &total_again, sizeof total);
        assert_memory_equal(first, again, sizeof first);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sums_of_every_length_equal_the_plain_loop),
        cmocka_unit_test(test_nan_anywhere_shows_in_sum_and_max),
        cmocka_unit_test(test_max_finds_the_largest_wherever_it_is),
        cmocka_unit_test(test_maps_write_every_number_and_none_beyond),
        cmocka_unit_test(test_exp_is_within_two_units_in_the_last_place),
        cmocka_unit_test(test_infinities_and_nan_have_their_limits),
        cmocka_unit_test(test_tanh_and_sigmoid_keep_their_digits_near_zero_too),
        cmocka_unit_test(test_exp_returns_the_sum_of_what_it_writes),
        cmocka_unit_test(test_repeated_runs_give_the_same_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
