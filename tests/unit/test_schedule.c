#include "train/schedule.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <math.h>

#include "train/clip.h"

static void check_rate(const Schedule *schedule, int64_t step, double expected)
{
    double rate = schedule_rate(schedule, step);
    if (fabs(rate - expected) > 1e-12)
        fail_msg("step %d: %.15g instead of %.15g", (int)step, rate, expected);
}

static void test_warm_up_rises_in_a_straight_line(void **state)
{
    (void)state;
    Schedule schedule = {.kind = SCHEDULE_COSINE, .rate = 0.01, .least = 0.001, .warmup = 4, .steps = 100};
    check_rate(&schedule, 0, 0.0025);
    check_rate(&schedule, 1, 0.005);
    check_rate(&schedule, 3, 0.01);
    check_rate(&schedule, 4, 0.01);
}

static void test_cosine_falls_to_the_least_rate(void **state)
{
    (void)state;
    Schedule schedule = {.kind = SCHEDULE_COSINE, .rate = 0.01, .least = 0.002, .steps = 101};
    check_rate(&schedule, 0, 0.01);
    check_rate(&schedule, 25, 0.002 + 0.008 * (1 + sqrt(0.5)) / 2);
    check_rate(&schedule, 50, 0.006);
    check_rate(&schedule, 100, 0.002);
    check_rate(&schedule, 1000, 0.002);
}

static void test_constant_stays(void **state)
{
    (void)state;
    Schedule schedule = {.kind = SCHEDULE_CONSTANT, .rate = 0.01, .warmup = 2, .steps = 10};
    check_rate(&schedule, 0, 0.005);
    check_rate(&schedule, 2, 0.01);
    check_rate(&schedule, 9, 0.01);
}

static void test_a_training_of_warm_up_alone_ends_at_the_full_rate(void **state)
{
    (void)state;
    Schedule schedule = {.kind = SCHEDULE_COSINE, .rate = 0.01, .warmup = 5, .steps = 5};
    check_rate(&schedule, 4, 0.01);
}

static void test_a_restart_falls_anew_and_leaves_what_was_before(void **state)
{
    (void)state;
    Schedule whole = {.kind = SCHEDULE_COSINE, .rate = 0.01, .least = 0.002, .warmup = 3, .steps = 50}, again = whole;
    again.steps = 151;
    again.restart = 50;
    again.restart_rate = 0.006;
    for (int64_t step = 0; step < 50; step++)
        check_rate(&again, step, schedule_rate(&whole, step));
    check_rate(&again, 49, 0.002);
    check_rate(&again, 50, 0.006);
    check_rate(&again, 100, 0.004);
    check_rate(&again, 150, 0.002);
    again.restart_rate = 0;
    check_rate(&again, 50, 0.01);
}

static void test_clipping_shortens_what_is_longer_than_the_limit(void **state)
{
    (void)state;
    assert_true(clip_scale(0.5, 1) == 1);
    assert_true(clip_scale(4, 1) == 0.25);
    assert_true(clip_scale(4, 0) == 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_warm_up_rises_in_a_straight_line),
        cmocka_unit_test(test_cosine_falls_to_the_least_rate),
        cmocka_unit_test(test_constant_stays),
        cmocka_unit_test(test_a_training_of_warm_up_alone_ends_at_the_full_rate),
        cmocka_unit_test(test_a_restart_falls_anew_and_leaves_what_was_before),
        cmocka_unit_test(test_clipping_shortens_what_is_longer_than_the_limit),
    };
    return cmocka_run_group_tests_name("schedule", tests, NULL, NULL);
}
