/* English by rule: inflection, articles, capitals. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdbool.h>
#include <string.h>

#include "corpus/english.h"

static const char *const plurals[][2] = {
    {"cat", "cats"},    {"box", "boxes"}, {"dish", "dishes"},     {"peach", "peaches"}, {"bus", "buses"},
    {"baby", "babies"}, {"boy", "boys"},  {"cherry", "cherries"}, {"day", "days"},      {"house", "houses"},
};

static const char *const thirds[][2] = {
    {"go", "goes"},  {"watch", "watches"}, {"try", "tries"}, {"play", "plays"}, {"wash", "washes"},
    {"eat", "eats"}, {"do", "does"},       {"fix", "fixes"}, {"moo", "moos"},
};

static const char *const pasts[][2] = {
    {"walk", "walked"}, {"bake", "baked"},  {"try", "tried"},    {"play", "played"}, {"stop", "stopped"},
    {"hug", "hugged"},  {"rain", "rained"}, {"fix", "fixed"},    {"open", "opened"}, {"nod", "nodded"},
    {"cry", "cried"},   {"snow", "snowed"}, {"agree", "agreed"},
};

static const char *const progressives[][2] = {
    {"walk", "walking"}, {"bake", "baking"}, {"try", "trying"},   {"run", "running"},
    {"see", "seeing"},   {"sit", "sitting"}, {"play", "playing"}, {"open", "opening"},
};

static void assert_text(Buffer *out, const char *expected)
{
    assert_string_equal(buffer_text(out), expected);
    buffer_free(out);
}

static void test_plurals(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof plurals / sizeof *plurals; i++) {
        Buffer out = {0};
        english_plural(plurals[i][0], &out);
        assert_text(&out, plurals[i][1]);
    }
}

static void test_third_person(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof thirds / sizeof *thirds; i++) {
        Buffer out = {0};
        english_third_person(thirds[i][0], &out);
        assert_text(&out, thirds[i][1]);
    }
}

static void test_past(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof pasts / sizeof *pasts; i++) {
        Buffer out = {0};
        english_past(pasts[i][0], english_doubles(pasts[i][0]), &out);
        assert_text(&out, pasts[i][1]);
    }
}

static void test_progressive(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof progressives / sizeof *progressives; i++) {
        Buffer out = {0};
        english_progressive(progressives[i][0], english_doubles(progressives[i][0]), &out);
        assert_text(&out, progressives[i][1]);
    }
}

static void test_articles_go_by_sound(void **state)
{
    (void)state;
    assert_true(english_takes_an("apple"));
    assert_true(english_takes_an("hour"));
    assert_true(english_takes_an("umbrella"));
    assert_true(english_takes_an("Emma"));
    assert_false(english_takes_an("unicorn"));
    assert_false(english_takes_an("one"));
    assert_false(english_takes_an("house"));
    assert_false(english_takes_an("yard"));
}

static void assert_finishes(const char *text, bool capitals, const char *expected)
{
    Buffer out = {0};
    english_finish(text, capitals, &out);
    assert_text(&out, expected);
}

static void test_sentences_begin_with_capitals(void **state)
{
    (void)state;
    assert_finishes("he ran. she sat.", true, "He ran. She sat.");
    assert_finishes("a/an owl saw a/an orange cat.", true, "An owl saw an orange cat.");
    assert_finishes("\"come here,\" said Tom. they went.", true, "\"Come here,\" said Tom. They went.");
    assert_finishes("\"where?\" asked Tom. \"here.\" they sat.", true, "\"Where?\" asked Tom. \"Here.\" They sat.");
    assert_finishes("one\ntwo", true, "One\nTwo");
    assert_finishes("question: who is it? answer: a/an ant.", true, "Question: Who is it? Answer: An ant.");
}

static void test_tokens_stay_and_exercises_have_no_capitals(void **state)
{
    (void)state;
    assert_finishes("<|user|>hello.<|assistant|>hi.", true, "<|user|>Hello.<|assistant|>Hi.");
    assert_finishes("b a c. b a c.", false, "b a c. b a c.");
    assert_finishes("a/an egg", false, "an egg");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plurals),
        cmocka_unit_test(test_third_person),
        cmocka_unit_test(test_past),
        cmocka_unit_test(test_progressive),
        cmocka_unit_test(test_articles_go_by_sound),
        cmocka_unit_test(test_sentences_begin_with_capitals),
        cmocka_unit_test(test_tokens_stay_and_exercises_have_no_capitals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
