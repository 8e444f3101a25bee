/* Mistral: Llama with a sliding attention window. Jiang et al., arXiv:2310.06825. */
#include "arch/fields.h"
#include "arch/llama.h"

static Status mistral_read(const cJSON *json, ModelConfig *c, Error *error)
{
    c->norm_eps = 1e-6;
    c->activation = ACTIVATION_SILU;
    c->context = 4096 * 32;
    c->rope.theta = 10000;
    /* An absent window means the first Mistral's; null means none. */
    c->window = cJSON_HasObjectItem(json, "sliding_window") ? 0 : 4096;
    TRY(field_optional_size(json, "sliding_window", LARGEST_CONTEXT, &c->window, error));
    TRY(llama_read_family(json, c, error));
    return llama_check_layer_types(json, c, error);
}

static void mistral_write(const ModelConfig *c, cJSON *json)
{
    llama_write_family(c, json);
    if (c->window)
        field_add_size(json, "sliding_window", c->window);
    else
        cJSON_AddNullToObject(json, "sliding_window");
}

const Arch arch_mistral = {
    .model_type = "mistral",
    .model_class = "MistralForCausalLM",
    .tensor_prefix = "model.",
    .ignored = ".rotary_emb.inv_freq",
    .read = mistral_read,
    .write = mistral_write,
    .build = llama_build,
};
