#include "train/recipe.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "support/folder.h"

#include "base/file.h"

#define MODEL  "\"model\":{\"model_type\":\"gpt2\",\"n_layer\":1}"
#define NEEDED MODEL ",\"tokenizer\":\"t.json\",\"corpus\":[\"a.txt\"],\"context\":8,\"batch\":2,\"steps\":10"

static Status parse(const char *text, Recipe *recipe, Error *error)
{
    return recipe_parse(text, strlen(text), "some/folder", "r.json", recipe, error);
}

static void check_refused(const char *text, const char *words)
{
    Recipe recipe;
    Error error = {0};
    if (parse(text, &recipe, &error) == STATUS_OK)
        fail_msg("%s was accepted; should say \"%s\"", text, words);
    if (!strstr(error.message, words) || !strstr(error.message, "r.json"))
        fail_msg("\"%s\" does not say \"%s\"", error.message, words);
}

static void test_what_a_recipe_leaves_out_has_a_default(void **state)
{
    (void)state;
    Recipe recipe;
    assert_int_equal(parse("{" NEEDED "}", &recipe, NULL), STATUS_OK);
    assert_int_equal(recipe.gradient_accumulation, 1);
    assert_int_equal(recipe.schedule.steps, 10);
    assert_int_equal(recipe.schedule.kind, SCHEDULE_COSINE);
    assert_int_equal(recipe.dtype, DTYPE_F16);
    assert_true(recipe.adamw.beta1 == 0.9 && recipe.clip_norm == 1);
    recipe_free(&recipe);
}

static void test_every_key_is_read(void **state)
{
    (void)state;
    Recipe recipe;
    Error error = {0};
    const char *text =
        "{" NEEDED ",\"seed\":7,\"gradient_accumulation\":3,\"clip_norm\":0.5,\"dropout\":0,\"threads\":2,"
        "\"dtype\":\"f32\",\"schedule\":{\"kind\":\"constant\",\"learning_rate\":0.01,\"min_learning_rate\":0.001,"
        "\"warmup_steps\":4},\"optimizer\":{\"beta1\":0.8,\"beta2\":0.9,\"eps\":1e-6,\"weight_decay\":0.2,"
        "\"decay_all\":true},\"evaluation\":{\"every\":5,\"sequences\":6,\"held_out\":0.25},"
        "\"checkpoints\":{\"every\":9,\"keep\":[0,3]},"
        "\"samples\":{\"every\":8,\"tokens\":7,\"temperature\":0.5,\"prompts\":[\"옛날\",\"\"]}}";
    if (parse(text, &recipe, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    assert_int_equal(recipe.seed, 7);
    assert_int_equal(recipe.gradient_accumulation, 3);
    assert_int_equal(recipe.threads, 2);
    assert_int_equal(recipe.dtype, DTYPE_F32);
    assert_int_equal(recipe.schedule.kind, SCHEDULE_CONSTANT);
    assert_int_equal(recipe.schedule.warmup, 4);
    assert_true(recipe.schedule.rate == 0.01 && recipe.schedule.least == 0.001 && recipe.clip_norm == 0.5);
    assert_true(recipe.adamw.beta2 == 0.9 && recipe.adamw.eps == 1e-6 && recipe.adamw.weight_decay == 0.2);
    assert_true(recipe.decay_all);
    assert_int_equal(recipe.evaluation.every, 5);
    assert_int_equal(recipe.evaluation.sequences, 6);
    assert_true(recipe.evaluation.held_out == 0.25);
    assert_int_equal(recipe.checkpoints.every, 9);
    assert_int_equal(recipe.checkpoints.keep_count, 2);
    assert_int_equal(recipe.checkpoints.keep[1], 3);
    assert_int_equal(recipe.samples.every, 8);
    assert_int_equal(recipe.samples.prompts.count, 2);
    assert_string_equal(recipe.samples.prompts.items[0], "옛날");
    recipe_free(&recipe);
}

static void test_paths_are_relative_to_the_recipe(void **state)
{
    (void)state;
    Recipe recipe;
    const char *text = "{" MODEL ",\"tokenizer\":\"t.json\",\"corpus\":[\"a.txt\",\"/b.txt\"],\"context\":8,"
                       "\"batch\":2,\"steps\":10}";
    assert_int_equal(parse(text, &recipe, NULL), STATUS_OK);
    assert_string_equal(recipe.tokenizer, "some/folder/t.json");
    assert_string_equal(recipe.corpus.items[0], "some/folder/a.txt");
    assert_string_equal(recipe.corpus.items[1], "/b.txt");
    recipe_free(&recipe);
}

static void test_a_recipe_may_name_a_config_file(void **state)
{
    Recipe recipe;
    Error error = {0};
    Path config = path_in(state, "config.json"), path = path_in(state, "r.json");
    static const char content[] = "{\"model_type\":\"llama\"}",
                      text[] = "{\"model\":\"config.json\",\"tokenizer\":\"t.json\",\"corpus\":[\"a.txt\"],"
                               "\"context\":8,\"batch\":2,\"steps\":10}";
    assert_int_equal(file_write(config.text, content, sizeof content - 1, NULL), STATUS_OK);
    assert_int_equal(file_write(path.text, text, sizeof text - 1, NULL), STATUS_OK);
    if (recipe_open(path.text, &recipe, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    assert_string_equal(json_member(recipe.model, "model_type")->valuestring, "llama");
    assert_string_equal(recipe.name, "r.json");
    recipe_free(&recipe);
}

#define WITHOUT_DATA MODEL ",\"context\":8,\"batch\":2,\"steps\":10"

static void test_tokenizer_and_corpus_may_be_made(void **state)
{
    (void)state;
    Recipe recipe;
    Error error = {0};
    const char *text =
        "{" WITHOUT_DATA ",\"tokenizer\":{\"train\":{\"vocabulary\":300,\"single_digits\":true,"
        "\"documents\":9,\"special\":[\"<a>\",\"<b>\"]}},"
        "\"corpus\":{\"files\":[\"a.txt\"],\"generator\":{\"documents\":50,\"seed\":3,\"kind\":\"story\"}}}";
    if (parse(text, &recipe, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    assert_null(recipe.tokenizer);
    assert_int_equal(recipe.tokenizer_training.vocabulary, 300);
    assert_int_equal(recipe.tokenizer_training.min_frequency, 2);
    assert_int_equal(recipe.tokenizer_training.documents, 9);
    assert_true(recipe.tokenizer_training.single_digits && !recipe.tokenizer_training.across_characters);
    assert_int_equal(recipe.tokenizer_training.special.count, 2);
    assert_int_equal(recipe.corpus.count, 1);
    assert_int_equal(recipe.generator.documents, 50);
    assert_int_equal(recipe.generator.seed, 3);
    assert_string_equal(recipe.generator.kind, "story");
    assert_null(recipe.generator.language);
    recipe_free(&recipe);

    assert_int_equal(parse("{" WITHOUT_DATA ",\"tokenizer\":{\"train\":{}},\"corpus\":[\"a\"]}", &recipe, NULL),
                     STATUS_OK);
    assert_string_equal(recipe.tokenizer_training.special.items[0], "<|endoftext|>");
    recipe_free(&recipe);
    check_refused("{" WITHOUT_DATA ",\"tokenizer\":\"t\",\"corpus\":{\"generator\":{}}}", "documents is missing");
    check_refused("{" WITHOUT_DATA ",\"tokenizer\":\"t\",\"corpus\":{\"generate\":{}}}", "\"corpus.generate\"");
    check_refused("{" WITHOUT_DATA ",\"tokenizer\":{\"train\":{\"vocabulary\":5}},\"corpus\":[\"a\"]}",
                  "tokenizer.train.vocabulary is 5");
    check_refused("{" WITHOUT_DATA ",\"tokenizer\":{\"train\":{\"size\":5}},\"corpus\":[\"a\"]}",
                  "\"tokenizer.train.size\"");
}

static void test_an_unknown_key_is_named(void **state)
{
    (void)state;
    check_refused("{" NEEDED ",\"stepz\":1}", "\"stepz\"");
    check_refused("{" NEEDED ",\"schedule\":{\"rate\":1}}", "\"schedule.rate\"");
    check_refused("{" NEEDED ",\"optimizer\":{\"momentum\":1}}", "\"optimizer.momentum\"");
    check_refused("{" NEEDED ",\"samples\":{\"every\":1,\"prompt\":\"a\"}}", "\"samples.prompt\"");
}

static void test_what_is_needed_must_be_there(void **state)
{
    (void)state;
    check_refused("{}", "\"context\" is missing");
    check_refused("{" MODEL ",\"context\":8,\"batch\":2,\"steps\":10,\"corpus\":[\"a\"]}", "\"tokenizer\" is missing");
    check_refused("{" MODEL ",\"context\":8,\"batch\":2,\"steps\":10,\"tokenizer\":\"a\"}", "\"corpus\" is missing");
    check_refused("{\"context\":8,\"batch\":2,\"steps\":10,\"tokenizer\":\"a\",\"corpus\":[\"a\"]}", "\"model\"");
    check_refused("[]", "not a JSON object");
}

static void test_numbers_have_bounds(void **state)
{
    (void)state;
    check_refused("{" NEEDED ",\"seed\":-1}", "seed is -1");
    check_refused("{" NEEDED ",\"gradient_accumulation\":0}", "gradient_accumulation is 0");
    check_refused("{" NEEDED ",\"seed\":1.5}", "\"seed\" is not a whole number");
    check_refused("{" NEEDED ",\"clip_norm\":\"1\"}", "\"clip_norm\" is not a number");
    check_refused("{" NEEDED ",\"optimizer\":{\"beta1\":1}}", "optimizer.beta1 is 1");
    check_refused("{" NEEDED ",\"evaluation\":{\"held_out\":0.9}}", "evaluation.held_out is 0.9");
    check_refused("{" NEEDED ",\"schedule\":{\"warmup_steps\":11}}", "warmup_steps");
    check_refused("{" NEEDED ",\"schedule\":{\"warmup_steps\":3,\"restart_step\":3}}", "restart_step");
    check_refused("{" NEEDED ",\"schedule\":{\"learning_rate\":0.1,\"min_learning_rate\":0.2}}", "min_learning_rate");
    check_refused("{" NEEDED ",\"checkpoints\":{\"keep\":[11]}}", "keep");
    check_refused("{" NEEDED ",\"checkpoints\":{\"keep\":5}}", "keep");
    check_refused("{" NEEDED ",\"schedule\":{\"kind\":\"linear\"}}", "linear");
    check_refused("{" NEEDED ",\"dtype\":\"int8\"}", "int8");
    check_refused("{" NEEDED ",\"schedule\":5}", "schedule");
    check_refused("{" NEEDED ",\"samples\":{\"prompts\":[1]}}", "samples.prompts");
}

#define GENERATED                                                                                                      \
    "\"model\":{\"model_type\":\"gpt2\"},\"tokenizer\":\"t.json\",\"context\":8,\"batch\":2,\"steps\":9,"              \
    "\"corpus\":{\"generator\":{\"documents\":5,\"seed\":1}}"

static void test_a_stage_has_a_kind_or_several_or_the_whole_corpus(void **state)
{
    (void)state;
    Recipe recipe;
    Error error = {0};
    const char *text = "{" GENERATED ",\"initial\":{\"sinusoids\":0.2,\"scaled_residual\":true},\"curriculum\":["
                       "{\"kind\":\"chant\",\"documents\":7,\"steps\":3},"
                       "{\"kind\":[\"roll\",\"repeat\"],\"documents\":9,\"steps\":4},{\"steps\":2}]}";
    if (parse(text, &recipe, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    assert_true(recipe.initial.sinusoids == 0.2 && recipe.initial.scaled_residual && recipe.initial.deviation == 0.02);
    assert_int_equal(recipe.curriculum_count, 3);
    assert_int_equal(recipe.curriculum[0].kinds.count, 1);
    assert_string_equal(recipe.curriculum[0].kinds.items[0], "chant");
    assert_int_equal(recipe.curriculum[1].kinds.count, 2);
    assert_string_equal(recipe.curriculum[1].kinds.items[1], "repeat");
    assert_int_equal(recipe.curriculum[1].documents, 9);
    assert_int_equal(recipe.curriculum[1].steps, 4);
    assert_int_equal(recipe.curriculum[2].kinds.count, 0);
    recipe_free(&recipe);
    check_refused("{" GENERATED ",\"curriculum\":[{\"documents\":7,\"steps\":3}]}", "kind");
    check_refused("{" GENERATED ",\"curriculum\":[{\"kind\":[],\"documents\":7,\"steps\":3}]}", "kind");
    check_refused("{" GENERATED ",\"curriculum\":[{\"kind\":5,\"documents\":7,\"steps\":3}]}", "curriculum.kind");
    check_refused("{" GENERATED ",\"curriculum\":[{\"language\":\"ko\",\"steps\":3}]}", "kind");
    check_refused("{" GENERATED ",\"curriculum\":{}}", "curriculum");
    check_refused("{" NEEDED ",\"curriculum\":[]}", "generator");
}

static void test_what_cannot_be_done_is_refused(void **state)
{
    (void)state;
    check_refused("{" NEEDED ",\"dropout\":1}", "dropout is 1");
    check_refused("{" NEEDED ",\"dropout\":-1}", "dropout is -1");
}

static void test_the_same_recipe_in_other_blanks_has_the_same_text(void **state)
{
    (void)state;
    Recipe one, other;
    assert_int_equal(parse("{" NEEDED "}", &one, NULL), STATUS_OK);
    assert_int_equal(parse("{ " NEEDED "\n}", &other, NULL), STATUS_OK);
    assert_string_equal(one.text, other.text);
    recipe_free(&one);
    recipe_free(&other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_a_recipe_leaves_out_has_a_default),
        cmocka_unit_test(test_every_key_is_read),
        cmocka_unit_test(test_paths_are_relative_to_the_recipe),
        IN_FOLDER(test_a_recipe_may_name_a_config_file),
        cmocka_unit_test(test_tokenizer_and_corpus_may_be_made),
        cmocka_unit_test(test_an_unknown_key_is_named),
        cmocka_unit_test(test_what_is_needed_must_be_there),
        cmocka_unit_test(test_numbers_have_bounds),
        cmocka_unit_test(test_a_stage_has_a_kind_or_several_or_the_whole_corpus),
        cmocka_unit_test(test_what_cannot_be_done_is_refused),
        cmocka_unit_test(test_the_same_recipe_in_other_blanks_has_the_same_text),
    };
    return cmocka_run_group_tests_name("recipe", tests, NULL, NULL);
}
