/* The documents of a recipe's stages: of the kinds that it names, and never those of the corpus again. */
#include "session/train_corpus.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void parse(const char *stages, Recipe *recipe)
{
    Buffer text = {0};
    Error error = {0};
    buffer_format(
        &text,
        "{\"model\":{\"model_type\":\"gpt2\",\"n_layer\":1},\"tokenizer\":\"t.json\",\"context\":8,\"batch\":2,"
        "\"steps\":10,\"corpus\":{\"generator\":{\"documents\":4,\"seed\":1}},\"curriculum\":%s}",
        stages);
    if (recipe_parse(buffer_text(&text), text.length, "some/folder", "r.json", recipe, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    buffer_free(&text);
}

static void assert_document(TrainCorpus *corpus, int index, const char *kind, const char *language)
{
    Buffer made = {0}, wanted = {0};
    Error error = {0};
    CorpusRequest request = {.seed = 1, .index = (uint64_t)index, .kind = CORPUS_ANY, .language = CORPUS_ANY};
    if (kind)
        corpus_find_kind(kind, &request.kind, &error);
    if (language)
        corpus_find_language(language, &request.language, &error);
    assert_int_equal(corpus_document(corpus->corpus, &request, &wanted, NULL, &error), STATUS_OK);
    assert_int_equal(train_corpus_make(corpus, index, &made, &error), STATUS_OK);
    assert_string_equal(buffer_text(&made), buffer_text(&wanted));
    buffer_free(&made);
    buffer_free(&wanted);
}

static void test_a_stage_makes_documents_of_its_kinds_and_language(void **state)
{
    (void)state;
    Recipe recipe;
    TrainCorpus corpus;
    Error error = {0};
    parse("[{\"kind\":\"chant\",\"documents\":2,\"steps\":1},"
          "{\"kind\":[\"frame\",\"roll\"],\"language\":\"ko\",\"documents\":4,\"steps\":1}]",
          &recipe);
    if (train_corpus_open(&recipe, &corpus, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    static const char *const kinds[] = {NULL, NULL, NULL, NULL, "chant", "chant", "frame", "roll", "frame", "roll"};
    for (int i = 0; i < 10; i++)
        assert_document(&corpus, i, kinds[i], i < 6 ? NULL : "ko");
    train_corpus_free(&corpus);
    recipe_free(&recipe);
}

static void assert_named(const char *stages, const char *wrong)
{
    Recipe recipe;
    TrainCorpus corpus;
    Error error = {0};
    parse(stages, &recipe);
    assert_int_equal(train_corpus_open(&recipe, &corpus, &error), STATUS_USAGE);
    assert_non_null(strstr(error.message, wrong));
    train_corpus_free(&corpus);
    recipe_free(&recipe);
}

static void test_an_unknown_kind_or_language_is_named(void **state)
{
    (void)state;
    assert_named("[{\"kind\":[\"roll\",\"chants\"],\"documents\":2,\"steps\":1}]", "chants");
    assert_named("[{\"kind\":\"roll\",\"language\":\"kr\",\"documents\":2,\"steps\":1}]", "kr");
}

int main(void)
{
    setenv("STEPFORMER_DATA", "data", 1);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_stage_makes_documents_of_its_kinds_and_language),
        cmocka_unit_test(test_an_unknown_kind_or_language_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
