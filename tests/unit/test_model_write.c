/* Model folders that were written are read back: configs of every architecture, weights, tokenizer. */
#include "model/model_write.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "support/folder.h"

static const char *const folders[] = {
    "tests/fixtures/models/gpt2-tiny",      "tests/fixtures/models/gpt2-untied", "tests/fixtures/models/llama-gqa",
    "tests/fixtures/models/llama-linear",   "tests/fixtures/models/llama3-rope", "tests/fixtures/models/qwen2",
    "tests/fixtures/models/mistral-window",
};

enum { FOLDERS = sizeof folders / sizeof *folders };

static Model *open_model(const char *folder)
{
    Model *model;
    Error error;
    if (model_open(folder, &model, &error) != STATUS_OK)
        fail_msg("%s: %s", folder, error.message);
    return model;
}

static char *print_config(const ModelConfig *config)
{
    cJSON *json = arch_write_config(config);
    char *text = cJSON_PrintUnformatted(json);
    cJSON_Delete(json);
    return text;
}

static void check_same_config(const ModelConfig *a, const ModelConfig *b)
{
    char *one = print_config(a), *other = print_config(b);
    assert_string_equal(one, other);
    assert_int_equal(a->window, b->window);
    assert_int_equal(a->first_window_layer, b->first_window_layer);
    assert_int_equal(a->qkv_bias, b->qkv_bias);
    assert_int_equal(a->out_bias, b->out_bias);
    assert_int_equal(a->tied_head, b->tied_head);
    assert_int_equal(a->rope.scaling, b->rope.scaling);
    assert_true(a->rope.factor == b->rope.factor && a->rope.theta == b->rope.theta);
    assert_true(a->norm_eps == b->norm_eps);
    cJSON_free(one);
    cJSON_free(other);
}

static void test_every_fixture_survives_being_written(void **state)
{
    for (int i = 0; i < FOLDERS; i++) {
        Error error;
        Model *model = open_model(folders[i]);
        if (model_write(model, DTYPE_F32, NULL, *state, &error) != STATUS_OK)
            fail_msg("%s", error.message);
        Model *copy = open_model(*state);
        check_same_config(&model->config, &copy->config);
        assert_int_equal(model->parameters.count, copy->parameters.count);
        for (int p = 0; p < model->parameters.count; p++)
            assert_memory_equal(model->numbers[p], copy->numbers[p],
                                (size_t)model->parameters.list[p].count * sizeof(Real));
        model_free(copy);
        model_free(model);
    }
}

static void test_names_are_those_of_hugging_face(void **state)
{
    Model *model = open_model("tests/fixtures/models/gpt2-untied");
    Safetensors *weights;
    assert_int_equal(model_write(model, DTYPE_F16, NULL, *state, NULL), STATUS_OK);
    assert_int_equal(safetensors_open_folder(*state, &weights, NULL), STATUS_OK);
    assert_non_null(safetensors_find(weights, "transformer.h.0.attn.c_attn.weight"));
    assert_non_null(safetensors_find(weights, "lm_head.weight"));
    assert_int_equal(safetensors_at(weights, 0)->dtype, DTYPE_F16);
    assert_string_equal(safetensors_metadata(weights, "format"), "pt");
    safetensors_free(weights);
    model_free(model);
}

static void test_the_tokenizer_is_written_as_it_was_read(void **state)
{
    Model *model = open_model("tests/fixtures/models/gpt2-tiny");
    Buffer text = {0}, read = {0};
    buffer_append_text(&text, "{\"any\": \"bytes\"}\n");
    assert_int_equal(model_write(model, DTYPE_F32, &text, *state, NULL), STATUS_OK);
    assert_int_equal(file_read(path_in(state, "tokenizer.json").text, 1000, &read, NULL), STATUS_OK);
    assert_string_equal(read.bytes, text.bytes);
    buffer_free(&text);
    buffer_free(&read);
    model_free(model);
}

static void test_a_folder_that_is_not_there_is_an_error(void **state)
{
    Model *model = open_model("tests/fixtures/models/gpt2-tiny");
    Error error = {0};
    assert_int_not_equal(model_write(model, DTYPE_F32, NULL, path_in(state, "none").text, &error), STATUS_OK);
    assert_non_null(strstr(error.message, "none"));
    model_free(model);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(test_every_fixture_survives_being_written),
        IN_FOLDER(test_names_are_those_of_hugging_face),
        IN_FOLDER(test_the_tokenizer_is_written_as_it_was_read),
        IN_FOLDER(test_a_folder_that_is_not_there_is_an_error),
    };
    return cmocka_run_group_tests_name("model_write", tests, NULL, NULL);
}
