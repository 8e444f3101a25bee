#include "train/ngram.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/random.h"

enum { BEGIN, A, B, C, TOY_VOCAB };

static void check_near(double found, double wanted)
{
    if (fabs(found - wanted) > 1e-12)
        fail_msg("%.15g instead of %.15g", found, wanted);
}

/* "a b a c a", of which every count can be reckoned by hand. */
static Ngram *toy_bigrams(void)
{
    static const int32_t text[] = {A, B, A, C, A};
    Ngram *ngram = ngram_new(2, TOY_VOCAB, BEGIN);
    ngram_add(ngram, text, 5);
    ngram_finish(ngram);
    return ngram;
}

/* Pairs, once each: |a, ab, ba, ac, ca. In front of a: |, b, c; of b: a; of c: a. */
static void test_discounts_follow_from_what_is_counted_once_and_twice(void **state)
{
    (void)state;
    Ngram *ngram = toy_bigrams();
    check_near(ngram_discount(ngram, 1), 1); /* b and c once, nothing twice */
    check_near(ngram_discount(ngram, 2), 1); /* all once */
    ngram_free(ngram);
    const int32_t again[] = {A, B, A, B, C};
    ngram = ngram_new(2, TOY_VOCAB, BEGIN);
    ngram_add(ngram, again, 5);
    ngram_finish(ngram);
    check_near(ngram_discount(ngram, 1), 2.0 / (2 + 2 * 1)); /* b, c once; a twice: behind | and b */
    check_near(ngram_discount(ngram, 2), 3.0 / (3 + 2 * 1)); /* |a, ba, bc once; ab twice */
    ngram_free(ngram);
}

static void test_toy_probabilities_are_those_reckoned_by_hand(void **state)
{
    (void)state;
    const int32_t text[] = {A, B, A, B, C};
    Ngram *ngram = ngram_new(2, TOY_VOCAB, BEGIN);
    ngram_add(ngram, text, 5);
    ngram_finish(ngram);
    /* unigrams count a 2, b 1, c 1, of 4; three types; D = 1/2 */
    double rest = 0.5 * 3 / 4 / TOY_VOCAB;
    double a = 1.5 / 4 + rest, b = 0.5 / 4 + rest, c = 0.5 / 4 + rest;
    /* behind b: a once, c once; D = 3/5 */
    check_near(ngram_probability(ngram, (int32_t[]){B, A}, 1), 0.4 / 2 + 0.6 * 2 / 2 * a);
    check_near(ngram_probability(ngram, (int32_t[]){B, C}, 1), 0.4 / 2 + 0.6 * 2 / 2 * c);
    check_near(ngram_probability(ngram, (int32_t[]){B, B}, 1), 0.6 * 2 / 2 * b);
    /* behind a: b twice */
    check_near(ngram_probability(ngram, (int32_t[]){A, B}, 1), 1.4 / 2 + 0.6 * 1 / 2 * b);
    /* at the beginning: a once */
    check_near(ngram_probability(ngram, (int32_t[]){A}, 0), 0.4 + 0.6 * a);
    /* behind c, which nothing ever followed */
    check_near(ngram_probability(ngram, (int32_t[]){C, A}, 1), a);
    ngram_free(ngram);
}

static void test_probabilities_sum_to_one_behind_any_history(void **state)
{
    (void)state;
    enum { VOCAB = 40, LENGTH = 300 };
    Random random;
    int32_t text[LENGTH];
    random_seed(&random, 3);
    Ngram *ngram = ngram_new(5, VOCAB, 0);
    for (int n = 0; n < 20; n++) {
        for (int i = 0; i < LENGTH; i++) /* halves repeat, so that long histories are known */
            text[i] = i < LENGTH / 2 ? 1 + (int32_t)random_below(&random, VOCAB - 5) : text[i - LENGTH / 2];
        ngram_add(ngram, text, LENGTH);
    }
    ngram_finish(ngram);
    for (int at = 0; at < LENGTH; at += 7) {
        double sum = 0;
        if (at % 2)
            text[at - 1] = VOCAB - 1; /* never seen */
        for (text[at] = 0; text[at] < VOCAB; text[at]++)
            sum += ngram_probability(ngram, text, at);
        text[at] = 1;
        check_near(sum, 1);
    }
    ngram_free(ngram);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_discounts_follow_from_what_is_counted_once_and_twice),
        cmocka_unit_test(test_toy_probabilities_are_those_reckoned_by_hand),
        cmocka_unit_test(test_probabilities_sum_to_one_behind_any_history),
    };
    return cmocka_run_group_tests_name("ngram", tests, NULL, NULL);
}
