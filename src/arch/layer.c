#include "arch/layer.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static Shape shape_joined(Shape a, const Shape *b)
{
    for (int i = 0; i < b->rank; i++, a.rank++) {
        a.axis[a.rank] = b->axis[i];
        a.size[a.rank] = b->size[i];
    }
    return a;
}

/* The weight TENSOR.SUFFIX of a checkpoint. */
static WeightId layer_weight(ProgramBuilder *builder, const char *name, Shape shape, const char *suffix,
                             WeightSource source)
{
    char tensor[128];
    snprintf(tensor, sizeof tensor, "%s.%s", source.tensor, suffix);
    source.tensor = tensor;
    return program_weight(builder, name, shape, source);
}

ValueId layer_linear(ProgramBuilder *builder, ValueId x, LinearLayer layer)
{
    WeightSource source = {layer.tensor, layer.out.rank, layer.layout, layer.part, layer.parts};
    WeightId weight = layer_weight(builder, layer.weight, shape_joined(layer.out, &layer.in), "weight", source);
    WeightId bias = 0;
    source.layout = LAYOUT_OUT_IN;
    if (layer.has_bias)
        bias = layer_weight(builder, layer.bias, layer.out, "bias", source);
    return program_line(builder, (Line){layer.name, &op_linear, .in = {x}, .weight = {weight, bias}});
}

ValueId layer_norm(ProgramBuilder *builder, const ModelConfig *config, ValueId x, NormLayer layer)
{
    char value[32], gain_name[32], bias_name[32];
    snprintf(value, sizeof value, "%s.normalized", layer.name);
    snprintf(gain_name, sizeof gain_name, "%s.w", layer.name);
    snprintf(bias_name, sizeof bias_name, "%s.b", layer.name);
    Shape width = shape_1(AXIS_D_MODEL, config->d_model);
    WeightSource source = {.tensor = layer.tensor};
    WeightId gain = layer_weight(builder, gain_name, width, "weight", source), bias = 0;
    if (layer.op == &op_layernorm)
        bias = layer_weight(builder, bias_name, width, "bias", source);
    return program_line(
        builder, (Line){value, layer.op, .in = {x}, .weight = {gain, bias}, .params = {.norm = {config->norm_eps}}});
}

ValueId layer_activation(ProgramBuilder *builder, Activation activation, const char *name, ValueId x)
{
    static const struct {
        const Op *op;
        OpParams params;
    } rows[] = {
        [ACTIVATION_GELU_TANH] = {&op_gelu, {.gelu = {GELU_TANH}}},
        [ACTIVATION_GELU_ERF] = {&op_gelu, {.gelu = {GELU_ERF}}},
        [ACTIVATION_SILU] = {.op = &op_silu},
        [ACTIVATION_RELU] = {.op = &op_relu},
    };
    return program_line(builder, (Line){name, rows[activation].op, .in = {x}, .params = rows[activation].params});
}

ValueId layer_attention(ProgramBuilder *builder, const ModelConfig *config, ValueId q, ValueId k, ValueId v,
                        int64_t window)
{
    OpParams scale = {.scores = {1 / sqrt((double)config->d_head)}};
    OpParams mask = {.mask = {window ? MASK_SLIDING : MASK_CAUSAL, window}};
    ValueId scores = program_line(builder, (Line){"attn.scores", &op_scores, .in = {q, k}, .params = scale});
    ValueId masked = program_line(builder, (Line){"attn.masked", &op_mask, .in = {scores}, .params = mask});
    ValueId pattern = program_line(builder, (Line){"attn.pattern", &op_softmax, .in = {masked}});
    return program_line(builder, (Line){"attn.z", &op_mix, .in = {pattern, v}});
}

void layer_unembed(ProgramBuilder *builder, const ModelConfig *config, ValueId x, WeightId embedding)
{
    WeightId matrix = embedding;
    if (!config->tied_head)
        matrix =
            program_weight(builder, "unembed.W_U", shape_2(AXIS_VOCAB, config->vocab, AXIS_D_MODEL, config->d_model),
                           (WeightSource){.tensor = "lm_head.weight"});
    ValueId logits = program_line(builder, (Line){"logits", &op_unembed, .in = {x}, .weight = {matrix}});
    program_line(builder, (Line){"probs", &op_softmax, .in = {logits}});
}
