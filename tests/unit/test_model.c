/* Model folders: what is right opens, what is wrong is named. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "model/anatomy.h"
#include "model/model.h"
#include "model/random_model.h"
#include "model/safetensors_write.h"
#include "support/folder.h"

#define TINY "tests/fixtures/models/gpt2-tiny"

/* ---- config.json ---- */

static Status read_config(void **state, const char *json, ModelConfig *config, Error *error)
{
    const Arch *arch;
    Program program = {0};
    Path path = path_in(state, "config.json");
    assert_int_equal(file_write(path.text, json, strlen(json), error), STATUS_OK);
    Status status = model_read_config(path.text, &arch, config, &program, error);
    program_free(&program);
    return status;
}

/* The config must be refused with a message that holds both words. */
static void assert_refused(void **state, const char *json, const char *word, const char *other)
{
    ModelConfig config;
    Error error = {0};
    if (read_config(state, json, &config, &error) == STATUS_OK)
        fail_msg("accepted: %s", json);
    if (!strstr(error.message, word) || !strstr(error.message, other))
        fail_msg("\"%s\" names neither %s nor %s", error.message, word, other);
}

#define GPT2 "\"model_type\":\"gpt2\",\"n_layer\":2,\"n_head\":2,\"n_embd\":8,\"n_positions\":16,\"vocab_size\":10"
#define LLAMA                                                                                                          \
    "\"model_type\":\"llama\",\"num_hidden_layers\":2,\"num_attention_heads\":4,\"hidden_size\":16,"                   \
    "\"intermediate_size\":24,\"vocab_size\":10"

static void test_unsupported_config_fields_are_named(void **state)
{
    assert_refused(state, "{}", "model_type", "config.json");
    assert_refused(state, "[1]", "config.json", "object");
    assert_refused(state, "{\"model_type\":\"bert\"}", "bert", "gpt2");
    assert_refused(state, "{" GPT2 ",\"scale_attn_by_inverse_layer_idx\":true}", "scale_attn_by_inverse_layer_idx",
                   "true");
    assert_refused(state, "{" GPT2 ",\"scale_attn_weights\":false}", "scale_attn_weights", "false");
    assert_refused(state, "{" GPT2 ",\"activation_function\":\"mish\"}", "activation_function", "mish");
    assert_refused(state, "{" GPT2 ",\"quantization_config\":{}}", "quantization_config", "config.json");
    assert_refused(state, "{" LLAMA ",\"rope_scaling\":{\"type\":\"yarn\",\"factor\":2}}", "rope_scaling", "yarn");
    assert_refused(state, "{" LLAMA ",\"partial_rotary_factor\":0.5}", "partial_rotary_factor", "0.5");
    assert_refused(state, "{" LLAMA ",\"layer_types\":[\"sliding_attention\"]}", "layer_types", "full_attention");
}

static void test_config_sizes_that_cannot_be_are_named(void **state)
{
    assert_refused(state, "{\"model_type\":\"gpt2\"}", "n_layer", "missing");
    assert_refused(state, "{" GPT2 ",\"n_inner\":-4}", "n_inner", "-4");
    assert_refused(state, "{\"model_type\":\"gpt2\",\"n_layer\":1e18}", "n_layer", "whole number");
    assert_refused(state, "{\"model_type\":\"gpt2\",\"n_layer\":\"two\"}", "n_layer", "number");
    assert_refused(state, "{" LLAMA ",\"num_key_value_heads\":3}", "num_key_value_heads", "multiple");
    assert_refused(state, "{" LLAMA ",\"head_dim\":5}", "head_dim", "even");
    assert_refused(state, "{" LLAMA ",\"rms_norm_eps\":0}", "rms_norm_eps", "above zero");
    assert_refused(state, "{" LLAMA ",\"rope_scaling\":{\"rope_type\":\"llama3\",\"factor\":8}}",
                   "original_max_position_embeddings", "missing");
}

static void test_config_defaults_are_the_architectures_own(void **state)
{
    Error error = {0};
    ModelConfig c;
    assert_int_equal(read_config(state, "{" GPT2 "}", &c, &error), STATUS_OK);
    assert_true(c.tied_head && c.d_mlp == 32 && c.norm_eps == 1e-5 && c.activation == ACTIVATION_GELU_TANH);
    assert_int_equal(read_config(state, "{" LLAMA "}", &c, &error), STATUS_OK);
    assert_true(!c.tied_head && c.kv_heads == 4 && c.d_head == 4 && c.rope.theta == 10000 && !c.qkv_bias && !c.window);
    assert_int_equal(read_config(state,
                                 "{" LLAMA ",\"rope_parameters\":{\"rope_type\":\"linear\",\"factor\":4,"
                                 "\"rope_theta\":5e5}}",
                                 &c, &error),
                     STATUS_OK);
    assert_true(c.rope.theta == 5e5 && c.rope.scaling == ROPE_LINEAR && c.rope.factor == 4);
}

/* ---- weights ---- */

/* A change to make to gpt2-tiny's checkpoint while copying it. */
typedef struct Damage {
    const char *leave_out, *misshape, *add;
    const char *poison; /* this tensor's first number becomes NaN */
} Damage;

static void copy_tensor(SafetensorsWriter *writer, const SafetensorsEntry *entry, const Damage *damage, float *poisoned)
{
    int64_t size[2] = {entry->size[0], entry->rank > 1 ? entry->size[1] : 1};
    const void *data = entry->data;
    if (damage->leave_out && strstr(entry->name, damage->leave_out))
        return;
    if (damage->misshape && strstr(entry->name, damage->misshape))
        size[0] -= 1;
    if (damage->poison && strstr(entry->name, damage->poison)) {
        memcpy(poisoned, entry->data, entry->bytes);
        poisoned[0] = NAN;
        data = poisoned;
    }
    safetensors_writer_add(writer, entry->name, entry->dtype, entry->rank, size, data);
}

static Status open_damaged(void **state, const Damage *damage, Error *error)
{
    Safetensors *source;
    float *poisoned = calloc(1 << 20, sizeof *poisoned);
    SafetensorsWriter *writer = safetensors_writer_new();
    assert_int_equal(safetensors_open_folder(TINY, &source, error), STATUS_OK);
    for (size_t i = 0; i < safetensors_count(source); i++)
        copy_tensor(writer, safetensors_at(source, i), damage, poisoned);
    if (damage->add)
        safetensors_writer_add(writer, damage->add, DTYPE_F32, 1, (int64_t[]){4}, poisoned);
    Path weights = path_in(state, "model.safetensors"), config = path_in(state, "config.json");
    assert_int_equal(safetensors_writer_write(writer, weights.text, error), STATUS_OK);
    Buffer json = {0};
    assert_int_equal(file_read(TINY "/config.json", 1 << 20, &json, error), STATUS_OK);
    assert_int_equal(file_write(config.text, json.bytes, json.length, error), STATUS_OK);
    Model *model;
    Status status = model_open(*state, &model, error);
    model_free(model);
    buffer_free(&json);
    free(poisoned);
    safetensors_writer_free(writer);
    safetensors_free(source);
    return status;
}

static void assert_damage_named(void **state, Damage damage, const char *word)
{
    Error error = {0};
    assert_int_not_equal(open_damaged(state, &damage, &error), STATUS_OK);
    if (!strstr(error.message, word))
        fail_msg("\"%s\" does not name %s", error.message, word);
}

static void test_an_unharmed_copy_opens(void **state)
{
    Error error = {0};
    if (open_damaged(state, &(Damage){0}, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    if (open_damaged(state, &(Damage){.add = "lm_head.weight"}, &error) != STATUS_OK) /* a stored tied head is fine */
        fail_msg("%s", error.message);
}

static void test_missing_extra_and_misshaped_tensors_are_named(void **state)
{
    assert_damage_named(state, (Damage){.leave_out = "h.1.mlp.c_fc.weight"}, "h.1.mlp.c_fc.weight");
    assert_damage_named(state, (Damage){.add = "h.7.attn.c_attn.weight"}, "h.7.attn.c_attn.weight");
    assert_damage_named(state, (Damage){.misshape = "ln_f.bias"}, "ln_f.bias");
}

static void test_weights_that_are_no_numbers_are_named_with_their_file(void **state)
{
    assert_damage_named(state, (Damage){.poison = "wpe.weight"}, "wpe.weight");
    assert_damage_named(state, (Damage){.poison = "ln_f.weight"}, "model.safetensors");
}

static void test_a_folder_that_is_none_is_an_error(void **state)
{
    Error error = {0};
    Model *model;
    assert_int_equal(model_open("tests/no-such-folder", &model, &error), STATUS_NOT_FOUND);
    assert_null(model);
    assert_int_not_equal(model_open("Makefile", &model, &error), STATUS_OK);
    assert_int_equal(model_open(*state, &model, &error), STATUS_NOT_FOUND);
    assert_non_null(strstr(error.message, "config.json"));
}

/* ---- anatomy ---- */

static void test_anatomy_counts_every_stored_number_once(void **state)
{
    (void)state;
    Error error = {0};
    Model *model;
    assert_int_equal(model_open(TINY, &model, &error), STATUS_OK);
    Anatomy anatomy = anatomy_of(&model->program, &model->config);
    int64_t stored = 0, parts = 0;
    for (int i = 0; i < model->parameters.count; i++)
        stored += model->parameters.list[i].count;
    for (int part = 0; part < PART_COUNT; part++)
        parts += anatomy.parameters[part];
    assert_int_equal(anatomy.total, stored);
    assert_int_equal(parts, stored);
    assert_int_equal(anatomy.parameters[PART_UNEMBEDDING], 0); /* tied */
    model_free(model);
}

static void test_llama_70b_has_its_published_size(void **state)
{
    Error error = {0};
    ModelConfig config;
    const Arch *arch;
    Program program;
    const char *json =
        "{\"model_type\":\"llama\",\"num_hidden_layers\":80,\"num_attention_heads\":64,"
        "\"num_key_value_heads\":8,\"hidden_size\":8192,\"intermediate_size\":28672,\"vocab_size\":32000,"
        "\"max_position_embeddings\":4096}";
    Path path = path_in(state, "config.json");
    assert_int_equal(file_write(path.text, json, strlen(json), &error), STATUS_OK);
    assert_int_equal(model_read_config(path.text, &arch, &config, &program, &error), STATUS_OK);
    Anatomy anatomy = anatomy_of(&program, &config);
    assert_int_equal(anatomy.total, 68976648192); /* Llama 2 70B */
    assert_int_equal(anatomy.cache_numbers_per_position, 2 * 80 * 8 * 128);
    assert_int_equal(anatomy.cache_numbers_without_gqa, 2 * 80 * 64 * 128);
    program_free(&program);
}

static void test_random_models_repeat_for_a_seed(void **state)
{
    Error error = {0};
    ModelConfig config;
    Model *a, *b, *c;
    assert_int_equal(read_config(state, "{" GPT2 "}", &config, &error), STATUS_OK);
    assert_int_equal(model_new_random(&config, "a", 1, &a, &error), STATUS_OK);
    assert_int_equal(model_new_random(&config, "b", 1, &b, &error), STATUS_OK);
    assert_int_equal(model_new_random(&config, "c", 2, &c, &error), STATUS_OK);
    assert_memory_equal(a->numbers[0], b->numbers[0], (size_t)a->parameters.list[0].count * sizeof(Real));
    assert_memory_not_equal(a->numbers[0], c->numbers[0], (size_t)a->parameters.list[0].count * sizeof(Real));
    model_free(a);
    model_free(b);
    model_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(test_unsupported_config_fields_are_named),
        IN_FOLDER(test_config_sizes_that_cannot_be_are_named),
        IN_FOLDER(test_config_defaults_are_the_architectures_own),
        IN_FOLDER(test_an_unharmed_copy_opens),
        IN_FOLDER(test_missing_extra_and_misshaped_tensors_are_named),
        IN_FOLDER(test_weights_that_are_no_numbers_are_named_with_their_file),
        IN_FOLDER(test_a_folder_that_is_none_is_an_error),
        cmocka_unit_test(test_anatomy_counts_every_stored_number_once),
        IN_FOLDER(test_llama_70b_has_its_published_size),
        IN_FOLDER(test_random_models_repeat_for_a_seed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
