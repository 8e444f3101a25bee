#include "run/sampler.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"

static const Real small[] = {1, 3, 2, 3, -1}; /* ids 1 and 3 tie */

static void draw(Sampler *sampler, SamplerSettings settings, const Real *logits, int64_t vocab)
{
    assert_int_equal(sampler_check(&settings, NULL), STATUS_OK);
    sampler_init(sampler, &settings, vocab);
    sampler_draw(sampler, logits, NULL, 0);
}

static double total(const Real *numbers, int64_t count)
{
    double sum = 0;
    for (int64_t i = 0; i < count; i++)
        sum += numbers[i];
    return sum;
}

static Real *random_logits(int64_t vocab, uint64_t seed)
{
    Random random;
    random_seed(&random, seed);
    Real *logits = memory_new((size_t)vocab, sizeof *logits);
    for (int64_t i = 0; i < vocab; i++)
        logits[i] = (Real)(random_below(&random, 4) ? 3 * random_normal(&random) : 1); /* with ties */
    return logits;
}

static void test_greedy_takes_the_smallest_id_among_equals(void **state)
{
    (void)state;
    Sampler sampler;
    draw(&sampler, sampler_defaults, small, 5);
    assert_int_equal(sampler.sample.chosen, 1);
    assert_int_equal(sampler.sample.greedy, 1);
    assert_int_equal(sampler_choose(&sampler, small, NULL, 0), 1);
    assert_int_equal(sampler.sample.kept, 1);
    assert_true(sampler.sample.filtered[1] == 1);
    sampler_free(&sampler);
}

static void test_raw_is_softmax_and_entropy_is_its_own(void **state)
{
    (void)state;
    Sampler sampler;
    draw(&sampler, (SamplerSettings){.temperature = 1, .top_p = 1, .repetition_penalty = 1}, small, 5);
    double sum = 0, bits = 0;
    for (int i = 0; i < 5; i++)
        sum += exp(small[i]);
    for (int i = 0; i < 5; i++) {
        double p = exp(small[i]) / sum;
        bits -= p * log2(p);
        assert_float_equal(sampler.sample.raw[i], p, 1e-6);
        assert_float_equal(sampler.sample.tempered[i], p, 1e-6);
    }
    assert_float_equal(sampler.sample.entropy, bits, 1e-5);
    sampler_free(&sampler);
}

static void test_order_is_by_logit_then_id(void **state)
{
    (void)state;
    enum { VOCAB = 5000 };
    Real *logits = random_logits(VOCAB, 7);
    Sampler sampler;
    draw(&sampler, (SamplerSettings){.temperature = 2, .top_p = 1, .repetition_penalty = 1}, logits, VOCAB);
    Sample *sample = &sampler.sample;
    assert_true(sample->ranked >= 64 && sample->ranked < VOCAB);
    sample_rank(sample, VOCAB + 10);
    assert_int_equal(sample->ranked, VOCAB);
    for (int i = 1; i < VOCAB; i++) {
        int32_t a = sample->order[i - 1], b = sample->order[i];
        assert_true(logits[a] > logits[b] || (logits[a] == logits[b] && a < b));
        assert_true(sample->tempered[a] >= sample->tempered[b]);
    }
    sampler_free(&sampler);
    free(logits);
}

static void test_temperature_divides_logits(void **state)
{
    (void)state;
    Sampler sampler;
    draw(&sampler, (SamplerSettings){.temperature = 0.5, .top_p = 1, .repetition_penalty = 1}, small, 5);
    assert_float_equal(sampler.sample.tempered[1] / sampler.sample.tempered[2], exp(2), 1e-4);
    sampler_free(&sampler);
}

static void test_a_tiny_temperature_shares_between_equals_alone(void **state)
{
    (void)state;
    Sampler sampler;
    draw(&sampler, (SamplerSettings){.temperature = 1e-300, .top_p = 1, .repetition_penalty = 1}, small, 5);
    const Real expected[] = {0, 0.5, 0, 0.5, 0};
    assert_memory_equal(sampler.sample.tempered, expected, sizeof expected);
    sampler_free(&sampler);
}

static void test_top_k_keeps_k_and_no_more_than_there_are(void **state)
{
    (void)state;
    Sampler sampler;
    draw(&sampler, (SamplerSettings){.temperature = 1, .top_k = 1, .top_p = 1, .repetition_penalty = 1}, small, 5);
    assert_int_equal(sampler.sample.kept, 1);
    assert_int_equal(sampler.sample.chosen, 1);
    assert_true(sampler.sample.filtered[3] == 0); /* the tie falls to the smaller id */
    sampler_free(&sampler);
    draw(&sampler, (SamplerSettings){.temperature = 1, .top_k = 3, .top_p = 1, .repetition_penalty = 1}, small, 5);
    assert_int_equal(sampler.sample.kept, 3);
    assert_float_equal(total(sampler.sample.filtered, 5), 1, 1e-6);
    assert_float_equal(sampler.sample.filtered[1] / sampler.sample.filtered[2], exp(1), 1e-4);
    sampler_free(&sampler);
    draw(&sampler, (SamplerSettings){.temperature = 1, .top_k = 500, .top_p = 1, .repetition_penalty = 1}, small, 5);
    assert_int_equal(sampler.sample.kept, 5);
    sampler_free(&sampler);
}

static void test_top_p_keeps_the_fewest_that_reach_it(void **state)
{
    (void)state;
    Sampler sampler;
    const double shares[] = {0, 1e-9, 0.1, 0.4, 0.5, 0.9, 0.99, 0.9999};
    for (size_t i = 0; i < sizeof shares / sizeof *shares; i++) {
        draw(&sampler, (SamplerSettings){.temperature = 1, .top_p = shares[i], .repetition_penalty = 1}, small, 5);
        Sample *sample = &sampler.sample;
        double reached = 0;
        for (int64_t k = 0; k < sample->kept; k++) {
            assert_true(k == 0 || reached < shares[i]);
            reached += sample->tempered[sample->order[k]];
        }
        assert_true(sample->kept >= 1 && reached >= shares[i]);
        assert_float_equal(total(sample->filtered, 5), 1, 1e-6);
        sampler_free(&sampler);
    }
}

static void test_top_p_counts_shares_of_what_top_k_left(void **state)
{
    (void)state;
    /* Of [e, e^3, e^2, e^3, 1/e] top-k 2 leaves two equals, of which the first alone reaches one half. */
    Sampler sampler;
    draw(&sampler, (SamplerSettings){.temperature = 1, .top_k = 2, .top_p = 0.49, .repetition_penalty = 1}, small, 5);
    assert_int_equal(sampler.sample.kept, 1);
    sampler_free(&sampler);
}

static void test_repetition_penalty_applies_once_a_token(void **state)
{
    (void)state;
    Sampler sampler;
    SamplerSettings settings = {.temperature = 1, .top_p = 1, .repetition_penalty = 2};
    const int32_t tokens[] = {1, 4, 1, 1, 99, -3};
    sampler_init(&sampler, &settings, 5);
    sampler_draw(&sampler, small, tokens, 6);
    const Real expected[] = {1, 1.5, 2, 3, -2};
    assert_memory_equal(sampler.sample.logits, expected, sizeof expected);
    assert_int_equal(sampler.sample.greedy, 1); /* of the logits as they are */
    sampler.settings.temperature = 0;
    assert_int_equal(sampler_draw(&sampler, small, tokens, 6), 3);
    assert_int_equal(sampler_choose(&sampler, small, tokens, 6), 3);
    sampler_free(&sampler);
}

static void test_the_draw_lies_in_the_chosen_tokens_share(void **state)
{
    (void)state;
    Sampler sampler;
    SamplerSettings settings = {.temperature = 1, .top_k = 4, .top_p = 0.95, .repetition_penalty = 1, .seed = 3};
    sampler_init(&sampler, &settings, 5);
    int counts[5] = {0};
    for (int i = 0; i < 4000; i++) {
        counts[sampler_draw(&sampler, small, NULL, 0)]++;
        double below = 0;
        int at = 0;
        for (; sampler.sample.order[at] != sampler.sample.chosen; at++)
            below += sampler.sample.filtered[sampler.sample.order[at]];
        assert_true(sampler.sample.draw >= below);
        assert_true(sampler.sample.draw < below + sampler.sample.filtered[sampler.sample.chosen] + 1e-6);
    }
    for (int i = 0; i < 5; i++)
        assert_float_equal(counts[i] / 4000.0, sampler.sample.filtered[i], 0.04);
    sampler_free(&sampler);
}

static void test_a_seed_decides_everything(void **state)
{
    (void)state;
    enum { VOCAB = 1000 };
    Real *logits = random_logits(VOCAB, 1);
    Sampler a, b;
    SamplerSettings settings = {.temperature = 1.3, .top_p = 0.9, .repetition_penalty = 1, .seed = 42};
    sampler_init(&a, &settings, VOCAB);
    sampler_init(&b, &settings, VOCAB);
    bool differed = false;
    for (int i = 0; i < 50; i++) {
        int32_t first = sampler_draw(&a, logits, NULL, 0);
        assert_int_equal(first, sampler_choose(&b, logits, NULL, 0));
        differed = differed || first != a.sample.greedy;
    }
    assert_true(differed);
    sampler_free(&a);
    sampler_free(&b);
    free(logits);
}

/* Draws from edited logits and checks that all stages are probabilities. */
static void check_edited(const Real *logits, int64_t vocab, int32_t expected)
{
    const double temperatures[] = {0, 1e-6, 1, 1000};
    for (size_t i = 0; i < 4; i++) {
        Sampler sampler;
        draw(&sampler, (SamplerSettings){.temperature = temperatures[i], .top_p = 0.9, .repetition_penalty = 1}, logits,
             vocab);
        Sample *sample = &sampler.sample;
        assert_float_equal(total(sample->raw, vocab), 1, 1e-5);
        assert_float_equal(total(sample->tempered, vocab), 1, 1e-5);
        assert_float_equal(total(sample->filtered, vocab), 1, 1e-5);
        assert_true(sample->entropy >= 0 && sample->entropy <= log2((double)vocab) + 1e-5);
        if (expected >= 0)
            assert_int_equal(sample->chosen, expected);
        sampler_free(&sampler);
    }
}

static void test_edited_logits_still_give_probabilities(void **state)
{
    (void)state;
    Real inf = INFINITY, nan = NAN;
    check_edited((Real[]){-inf, 2, -inf, -inf}, 4, 1);
    check_edited((Real[]){5, inf, 7, -inf}, 4, 1);
    check_edited((Real[]){nan, -4, nan, nan}, 4, 1);
    check_edited((Real[]){inf, inf, 3, nan}, 4, -1);
    check_edited((Real[]){-inf, -inf, -inf, -inf}, 4, -1);
    check_edited((Real[]){nan, nan, nan, -inf}, 4, -1);
    check_edited((Real[]){3e38f, -3e38f, 0, 1}, 4, 0);
    check_edited((Real[]){0.5f}, 1, 0);
}

static void test_settings_out_of_range_are_named(void **state)
{
    (void)state;
    const struct {
        SamplerSettings settings;
        const char *name;
    } bad[] = {
        {{.temperature = -1, .top_p = 1, .repetition_penalty = 1}, "temperature"},
        {{.temperature = NAN, .top_p = 1, .repetition_penalty = 1}, "temperature"},
        {{.top_k = -1, .top_p = 1, .repetition_penalty = 1}, "top-k"},
        {{.top_p = 1.5, .repetition_penalty = 1}, "top-p"},
        {{.top_p = 1, .repetition_penalty = 0}, "repetition-penalty"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        Error error = {0};
        assert_int_equal(sampler_check(&bad[i].settings, &error), STATUS_USAGE);
        assert_non_null(strstr(error.message, bad[i].name));
    }
    assert_int_equal(sampler_check(&sampler_defaults, NULL), STATUS_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_greedy_takes_the_smallest_id_among_equals),
        cmocka_unit_test(test_raw_is_softmax_and_entropy_is_its_own),
        cmocka_unit_test(test_order_is_by_logit_then_id),
        cmocka_unit_test(test_temperature_divides_logits),
        cmocka_unit_test(test_a_tiny_temperature_shares_between_equals_alone),
        cmocka_unit_test(test_top_k_keeps_k_and_no_more_than_there_are),
        cmocka_unit_test(test_top_p_keeps_the_fewest_that_reach_it),
        cmocka_unit_test(test_top_p_counts_shares_of_what_top_k_left),
        cmocka_unit_test(test_repetition_penalty_applies_once_a_token),
        cmocka_unit_test(test_the_draw_lies_in_the_chosen_tokens_share),
        cmocka_unit_test(test_a_seed_decides_everything),
        cmocka_unit_test(test_edited_logits_still_give_probabilities),
        cmocka_unit_test(test_settings_out_of_range_are_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
