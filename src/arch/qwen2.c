/* Qwen2: Llama with biases on queries, keys and values. Yang et al., arXiv:2407.10671. */
#include "arch/fields.h"
#include "arch/llama.h"

static Status qwen2_read(const cJSON *json, ModelConfig *c, Error *error)
{
    c->norm_eps = 1e-6;
    c->activation = ACTIVATION_SILU;
    c->context = 32768;
    c->rope.theta = 10000;
    c->qkv_bias = true;
    bool windowed = false;
    TRY(json_get_bool(json, "use_sliding_window", "config.json", &windowed, error));
    if (windowed) {
        c->window = 4096;
        c->first_window_layer = 28;
        TRY(field_optional_size(json, "sliding_window", LARGEST_CONTEXT, &c->window, error));
        TRY(json_get_int(json, "max_window_layers", "config.json", &c->first_window_layer, error));
    }
    TRY(llama_read_family(json, c, error));
    return llama_check_layer_types(json, c, error);
}

static void qwen2_write(const ModelConfig *c, cJSON *json)
{
    llama_write_family(c, json);
    cJSON_AddBoolToObject(json, "use_sliding_window", c->window > 0);
    if (!c->window)
        return;
    field_add_size(json, "sliding_window", c->window);
    field_add_size(json, "max_window_layers", c->first_window_layer);
}

const Arch arch_qwen2 = {
    .model_type = "qwen2",
    .model_class = "Qwen2ForCausalLM",
    .tensor_prefix = "model.",
    .ignored = ".rotary_emb.inv_freq",
    .read = qwen2_read,
    .write = qwen2_write,
    .build = llama_build,
};
