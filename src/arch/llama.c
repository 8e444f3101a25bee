/* Llama: RMSNorm before each sublayer, rotary positions on queries and keys, grouped key and value
 * heads, a gated MLP. Touvron et al., arXiv:2302.13971 and arXiv:2307.09288. */
#include "arch/llama.h"

#include <string.h>

#include "arch/fields.h"
#include "arch/layer.h"
#include "op/rope.h"

Status llama_read_family(const cJSON *json, ModelConfig *c, Error *error)
{
    static const Refusal none[] = {{NULL, false}};
    TRY(field_refuse(json, none, error));
    TRY(field_size(json, "num_hidden_layers", LARGEST_LAYERS, &c->layers, error));
    TRY(field_size(json, "num_attention_heads", LARGEST_HEADS, &c->heads, error));
    TRY(field_size(json, "hidden_size", LARGEST_WIDTH, &c->d_model, error));
    TRY(field_size(json, "intermediate_size", LARGEST_WIDTH, &c->d_mlp, error));
    TRY(field_size(json, "vocab_size", LARGEST_VOCAB, &c->vocab, error));
    TRY(field_optional_size(json, "max_position_embeddings", LARGEST_CONTEXT, &c->context, error));
    c->kv_heads = c->heads;
    TRY(field_optional_size(json, "num_key_value_heads", LARGEST_HEADS, &c->kv_heads, error));
    c->d_head = c->d_model / c->heads;
    TRY(field_optional_size(json, "head_dim", LARGEST_WIDTH, &c->d_head, error));
    TRY(field_positive(json, "rms_norm_eps", &c->norm_eps, error));
    TRY(field_activation(json, "hidden_act", &c->activation, error));
    TRY(json_get_bool(json, "tie_word_embeddings", "config.json", &c->tied_head, error));
    TRY(field_rope(json, &c->rope, error));
    TRY(field_special_tokens(json, c, error));
    if (c->heads % c->kv_heads)
        return error_set(
            error, STATUS_BAD_DATA,
            "config.json: num_attention_heads must be a multiple of num_key_value_heads; mend one of them");
    if (c->d_head < 2 || c->d_head % 2)
        return error_set(error, STATUS_BAD_DATA,
                         "config.json: head_dim must be even, since RoPE rotates pairs; mend it");
    return STATUS_OK;
}

void llama_write_family(const ModelConfig *c, cJSON *json)
{
    field_add_size(json, "num_hidden_layers", c->layers);
    field_add_size(json, "num_attention_heads", c->heads);
    field_add_size(json, "num_key_value_heads", c->kv_heads);
    field_add_size(json, "head_dim", c->d_head);
    field_add_size(json, "hidden_size", c->d_model);
    field_add_size(json, "intermediate_size", c->d_mlp);
    field_add_size(json, "vocab_size", c->vocab);
    field_add_size(json, "max_position_embeddings", c->context);
    cJSON_AddNumberToObject(json, "rms_norm_eps", c->norm_eps);
    field_add_activation(json, "hidden_act", c->activation);
    cJSON_AddBoolToObject(json, "tie_word_embeddings", c->tied_head);
    field_add_rope(json, &c->rope);
    field_add_special_tokens(json, c);
}

Status llama_check_layer_types(const cJSON *json, const ModelConfig *c, Error *error)
{
    const cJSON *types = json_member(json, "layer_types"), *type;
    int64_t layer = 0;
    cJSON_ArrayForEach(type, types)
    {
        const char *expected = c->window && layer >= c->first_window_layer ? "sliding_attention" : "full_attention";
        if (!cJSON_IsString(type) || strcmp(type->valuestring, expected))
            return error_set(
                error, STATUS_UNSUPPORTED,
                "config.json: layer_types[%d] is not \"%s\" as the other fields say; mixes are not supported",
                (int)layer, expected);
        layer++;
    }
    return STATUS_OK;
}

static Status llama_read(const cJSON *json, ModelConfig *c, Error *error)
{
    c->norm_eps = 1e-6;
    c->activation = ACTIVATION_SILU;
    c->context = 2048;
    c->rope.theta = 10000;
    TRY(llama_read_family(json, c, error));
    TRY(json_get_bool(json, "attention_bias", "config.json", &c->qkv_bias, error));
    TRY(json_get_bool(json, "mlp_bias", "config.json", &c->mlp_bias, error));
    c->out_bias = c->qkv_bias;
    return llama_check_layer_types(json, c, error);
}

static void llama_write(const ModelConfig *c, cJSON *json)
{
    llama_write_family(c, json);
    cJSON_AddBoolToObject(json, "attention_bias", c->qkv_bias);
    cJSON_AddBoolToObject(json, "mlp_bias", c->mlp_bias);
}

static ValueId llama_attention(ProgramBuilder *b, const ModelConfig *c, ValueId x, const double *frequency, int layer)
{
    Shape width = shape_1(AXIS_D_MODEL, c->d_model);
    Shape heads = shape_2(AXIS_HEAD, c->heads, AXIS_D_HEAD, c->d_head);
    Shape kv_heads = shape_2(AXIS_KV_HEAD, c->kv_heads, AXIS_D_HEAD, c->d_head);
    bool bias = c->qkv_bias;
    LinearLayer to_q = {"attn.q", "attn.W_Q", "attn.b_Q", "layers.%d.self_attn.q_proj", heads, width, bias, 0, 0, 0};
    LinearLayer to_k = {"attn.k", "attn.W_K", "attn.b_K", "layers.%d.self_attn.k_proj", kv_heads, width, bias, 0, 0, 0};
    LinearLayer to_v = {"attn.v", "attn.W_V", "attn.b_V", "layers.%d.self_attn.v_proj", kv_heads, width, bias, 0, 0, 0};
    LinearLayer out = {"attn_out", "attn.W_O", "attn.b_O", "layers.%d.self_attn.o_proj", width, heads, c->out_bias,
                       0,          0,          0};
    OpParams rotation = {.rope = {frequency}};
    ValueId q = layer_linear(b, x, to_q), k = layer_linear(b, x, to_k), v = layer_linear(b, x, to_v);
    ValueId rot_q = program_line(b, (Line){"attn.rot_q", &op_rope, .in = {q}, .params = rotation});
    ValueId rot_k = program_line(b, (Line){"attn.rot_k", &op_rope, .in = {k}, .params = rotation});
    ValueId z = layer_attention(b, c, rot_q, rot_k, v, layer >= c->first_window_layer ? c->window : 0);
    return layer_linear(b, z, out);
}

/* The gated MLP (SwiGLU): Shazeer, arXiv:2002.05202. */
static ValueId llama_mlp(ProgramBuilder *b, const ModelConfig *c, ValueId x)
{
    Shape narrow = shape_1(AXIS_D_MODEL, c->d_model), wide = shape_1(AXIS_D_MLP, c->d_mlp);
    bool bias = c->mlp_bias;
    LinearLayer gate = {"mlp.pre", "mlp.W_gate", "mlp.b_gate", "layers.%d.mlp.gate_proj", wide, narrow, bias, 0, 0, 0};
    LinearLayer up = {"mlp.pre_linear", "mlp.W_in", "mlp.b_in", "layers.%d.mlp.up_proj", wide, narrow, bias, 0, 0, 0};
    LinearLayer down = {"mlp_out", "mlp.W_out", "mlp.b_out", "layers.%d.mlp.down_proj", narrow, wide, bias, 0, 0, 0};
    ValueId pre = layer_linear(b, x, gate), pre_linear = layer_linear(b, x, up);
    ValueId opened = layer_activation(b, c->activation, "mlp.gate", pre);
    ValueId post = program_line(b, (Line){"mlp.post", &op_multiply, .in = {opened, pre_linear}});
    return layer_linear(b, post, down);
}

static ValueId llama_block(ProgramBuilder *b, const ModelConfig *c, ValueId x, const double *frequency, int layer)
{
    ValueId normalized = layer_norm(b, c, x, (NormLayer){"ln1", "layers.%d.input_layernorm", &op_rmsnorm});
    ValueId attn_out = llama_attention(b, c, normalized, frequency, layer);
    ValueId mid = program_line(b, (Line){"resid_mid", &op_add, .in = {x, attn_out}});
    normalized = layer_norm(b, c, mid, (NormLayer){"ln2", "layers.%d.post_attention_layernorm", &op_rmsnorm});
    ValueId mlp_out = llama_mlp(b, c, normalized);
    return program_line(b, (Line){"resid_post", &op_add, .in = {mid, mlp_out}});
}

/* Radians per position of each pair of components, after the config's scaling. */
static const double *llama_frequencies(ProgramBuilder *b, const ModelConfig *c)
{
    const RopeConfig *rope = &c->rope;
    double *frequency = program_numbers(b, c->d_head / 2);
    rope_frequencies(frequency, c->d_head, rope->theta);
    if (rope->scaling == ROPE_LINEAR)
        rope_scale_linear(frequency, c->d_head / 2, rope->factor);
    if (rope->scaling == ROPE_LLAMA3)
        rope_scale_llama3(frequency, c->d_head / 2, rope->factor, rope->low_freq_factor, rope->high_freq_factor,
                          (double)rope->original_context);
    return frequency;
}

void llama_build(ProgramBuilder *b, const ModelConfig *c)
{
    const double *frequency = llama_frequencies(b, c);
    WeightId w_e = program_weight(b, "embed.W_E", shape_2(AXIS_VOCAB, c->vocab, AXIS_D_MODEL, c->d_model),
                                  (WeightSource){.tensor = "embed_tokens.weight"});
    OpParams by_token = {.embedding = {EMBEDDING_TOKENS}};
    ValueId x = program_line(b, (Line){"embed", &op_embedding, .weight = {w_e}, .params = by_token});
    for (int layer = 0; layer < c->layers; layer++) {
        program_block(b, layer);
        program_alias(b, x, "resid_pre");
        x = llama_block(b, c, x, frequency, layer);
    }
    program_block(b, NO_BLOCK);
    x = layer_norm(b, c, x, (NormLayer){"ln_final", "norm", &op_rmsnorm});
    layer_unembed(b, c, x, w_e);
}

const Arch arch_llama = {
    .model_type = "llama",
    .model_class = "LlamaForCausalLM",
    .tensor_prefix = "model.",
    .ignored = ".rotary_emb.inv_freq", /* RoPE's frequencies, stored by old checkpoints */
    .read = llama_read,
    .write = llama_write,
    .build = llama_build,
};
