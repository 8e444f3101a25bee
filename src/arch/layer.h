/* The layers that architectures are made of: an op together with the weights that it declares. */
#ifndef ARCH_LAYER_H
#define ARCH_LAYER_H

#include "arch/config.h"
#include "program/builder.h"

/* y = W x + b. The checkpoint calls the two TENSOR.weight and TENSOR.bias. */
typedef struct LinearLayer {
    const char *name, *weight, *bias; /* "attn.q", "attn.W_Q", "attn.b_Q" */
    const char *tensor;               /* "h.%d.attn.c_attn" */
    Shape out, in;                    /* axes of the weight: first the output's, then the input's */
    bool has_bias;
    WeightLayout layout;
    int part, parts; /* of a tensor that holds several weights side by side, see WeightSource */
} LinearLayer;

ValueId layer_linear(ProgramBuilder *builder, ValueId x, LinearLayer layer);

/* LayerNorm or RMSNorm: NAME.normalized, with NAME.w and, for LayerNorm, NAME.b. */
typedef struct NormLayer {
    const char *name;   /* "ln1" */
    const char *tensor; /* "h.%d.ln_1" */
    const Op *op;       /* layernorm or rmsnorm */
} NormLayer;

ValueId layer_norm(ProgramBuilder *builder, const ModelConfig *config, ValueId x, NormLayer layer);

ValueId layer_activation(ProgramBuilder *builder, Activation activation, const char *name, ValueId x);

/* From q, k, v to z: scores, masked, pattern, z of one attention layer. A window of 0 sees all keys so far. */
ValueId layer_attention(ProgramBuilder *builder, const ModelConfig *config, ValueId q, ValueId k, ValueId v,
                        int64_t window);

/* The final norm's output to logits and probabilities; with a tied head, `embedding` is the matrix. */
void layer_unembed(ProgramBuilder *builder, const ModelConfig *config, ValueId x, WeightId embedding);

#endif
