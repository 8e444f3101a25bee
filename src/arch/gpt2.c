/* GPT-2: learned positions, LayerNorm before each sublayer, full multi-head attention, a GELU MLP.
 * Radford et al., "Language Models are Unsupervised Multitask Learners", 2019. */
#include "arch/arch.h"
#include "arch/fields.h"
#include "arch/layer.h"

static Status gpt2_read(const cJSON *json, ModelConfig *c, Error *error)
{
    static const Refusal refusals[] = {
        {"scale_attn_weights", true},
        {"scale_attn_by_inverse_layer_idx", false},
        {"add_cross_attention", false},
        {NULL, false},
    };
    c->norm_eps = 1e-5;
    c->activation = ACTIVATION_GELU_TANH;
    c->tied_head = true;
    TRY(field_refuse(json, refusals, error));
    TRY(field_size(json, "n_layer", LARGEST_LAYERS, &c->layers, error));
    TRY(field_size(json, "n_head", LARGEST_HEADS, &c->heads, error));
    TRY(field_size(json, "n_embd", LARGEST_WIDTH, &c->d_model, error));
    TRY(field_size(json, "n_positions", LARGEST_CONTEXT, &c->context, error));
    TRY(field_size(json, "vocab_size", LARGEST_VOCAB, &c->vocab, error));
    c->d_mlp = 4 * c->d_model;
    TRY(field_optional_size(json, "n_inner", LARGEST_WIDTH, &c->d_mlp, error));
    TRY(field_positive(json, "layer_norm_epsilon", &c->norm_eps, error));
    TRY(field_activation(json, "activation_function", &c->activation, error));
    TRY(json_get_bool(json, "tie_word_embeddings", "config.json", &c->tied_head, error));
    TRY(field_special_tokens(json, c, error));
    if (c->d_model % c->heads)
        return error_set(error, STATUS_BAD_DATA, "config.json: n_embd must be a multiple of n_head; mend one of them");
    c->kv_heads = c->heads;
    c->d_head = c->d_model / c->heads;
    return STATUS_OK;
}

static void gpt2_write(const ModelConfig *c, cJSON *json)
{
    field_add_size(json, "n_layer", c->layers);
    field_add_size(json, "n_head", c->heads);
    field_add_size(json, "n_embd", c->d_model);
    field_add_size(json, "n_inner", c->d_mlp);
    field_add_size(json, "n_positions", c->context);
    field_add_size(json, "vocab_size", c->vocab);
    cJSON_AddNumberToObject(json, "layer_norm_epsilon", c->norm_eps);
    field_add_activation(json, "activation_function", c->activation);
    cJSON_AddBoolToObject(json, "tie_word_embeddings", c->tied_head);
    field_add_special_tokens(json, c);
}

/* One of q, k, v: GPT-2 stores their weights side by side in c_attn. */
static ValueId gpt2_project(ProgramBuilder *b, const ModelConfig *c, ValueId x, int part, const char *const names[3])
{
    return layer_linear(b, x,
                        (LinearLayer){
                            .name = names[0],
                            .weight = names[1],
                            .bias = names[2],
                            .tensor = "h.%d.attn.c_attn",
                            .out = shape_2(part ? AXIS_KV_HEAD : AXIS_HEAD, c->heads, AXIS_D_HEAD, c->d_head),
                            .in = shape_1(AXIS_D_MODEL, c->d_model),
                            .has_bias = true,
                            .layout = LAYOUT_IN_OUT,
                            .part = part,
                            .parts = 3,
                        });
}

static ValueId gpt2_attention(ProgramBuilder *b, const ModelConfig *c, ValueId x)
{
    ValueId q = gpt2_project(b, c, x, 0, (const char *[]){"attn.q", "attn.W_Q", "attn.b_Q"});
    ValueId k = gpt2_project(b, c, x, 1, (const char *[]){"attn.k", "attn.W_K", "attn.b_K"});
    ValueId v = gpt2_project(b, c, x, 2, (const char *[]){"attn.v", "attn.W_V", "attn.b_V"});
    ValueId z = layer_attention(b, c, q, k, v, 0);
    return layer_linear(b, z,
                        (LinearLayer){
                            .name = "attn_out",
                            .weight = "attn.W_O",
                            .bias = "attn.b_O",
                            .tensor = "h.%d.attn.c_proj",
                            .out = shape_1(AXIS_D_MODEL, c->d_model),
                            .in = shape_2(AXIS_HEAD, c->heads, AXIS_D_HEAD, c->d_head),
                            .has_bias = true,
                            .layout = LAYOUT_IN_OUT,
                        });
}

static ValueId gpt2_mlp(ProgramBuilder *b, const ModelConfig *c, ValueId x)
{
    Shape narrow = shape_1(AXIS_D_MODEL, c->d_model), wide = shape_1(AXIS_D_MLP, c->d_mlp);
    LinearLayer up = {"mlp.pre", "mlp.W_in", "mlp.b_in", "h.%d.mlp.c_fc", wide, narrow, true, LAYOUT_IN_OUT, 0, 0};
    LinearLayer down = {"mlp_out", "mlp.W_out", "mlp.b_out", "h.%d.mlp.c_proj", narrow, wide, true, LAYOUT_IN_OUT, 0,
                        0};
    ValueId pre = layer_linear(b, x, up);
    ValueId post = layer_activation(b, c->activation, "mlp.post", pre);
    return layer_linear(b, post, down);
}

static ValueId gpt2_block(ProgramBuilder *b, const ModelConfig *c, ValueId x)
{
    ValueId normalized = layer_norm(b, c, x, (NormLayer){"ln1", "h.%d.ln_1", &op_layernorm});
    ValueId attn_out = gpt2_attention(b, c, normalized);
    ValueId mid = program_line(b, (Line){"resid_mid", &op_add, .in = {x, attn_out}});
    normalized = layer_norm(b, c, mid, (NormLayer){"ln2", "h.%d.ln_2", &op_layernorm});
    ValueId mlp_out = gpt2_mlp(b, c, normalized);
    return program_line(b, (Line){"resid_post", &op_add, .in = {mid, mlp_out}});
}

/* The sum of what a token is and where it stands. */
static ValueId gpt2_embed(ProgramBuilder *b, const ModelConfig *c, WeightId w_e)
{
    WeightId w_pos = program_weight(b, "pos_embed.W_pos", shape_2(AXIS_CONTEXT, c->context, AXIS_D_MODEL, c->d_model),
                                    (WeightSource){.tensor = "wpe.weight"});
    OpParams by_token = {.embedding = {EMBEDDING_TOKENS}}, by_position = {.embedding = {EMBEDDING_POSITIONS}};
    ValueId embed = program_line(b, (Line){"embed", &op_embedding, .weight = {w_e}, .params = by_token});
    ValueId pos_embed = program_line(b, (Line){"pos_embed", &op_embedding, .weight = {w_pos}, .params = by_position});
    program_block(b, 0);
    return program_line(b, (Line){"resid_pre", &op_add, .in = {embed, pos_embed}});
}

static void gpt2_build(ProgramBuilder *b, const ModelConfig *c)
{
    WeightId w_e = program_weight(b, "embed.W_E", shape_2(AXIS_VOCAB, c->vocab, AXIS_D_MODEL, c->d_model),
                                  (WeightSource){.tensor = "wte.weight"});
    ValueId x = gpt2_embed(b, c, w_e);
    for (int layer = 0; layer < c->layers; layer++) {
        program_block(b, layer);
        if (layer)
            program_alias(b, x, "resid_pre");
        x = gpt2_block(b, c, x);
    }
    program_block(b, NO_BLOCK);
    x = layer_norm(b, c, x, (NormLayer){"ln_final", "ln_f", &op_layernorm});
    layer_unembed(b, c, x, w_e);
}

const Arch arch_gpt2 = {
    .model_type = "gpt2",
    .model_class = "GPT2LMHeadModel",
    .tensor_prefix = "transformer.",
    .ignored = ".attn.bias .attn.masked_bias", /* the causal mask, stored by old checkpoints */
    .read = gpt2_read,
    .write = gpt2_write,
    .build = gpt2_build,
};
