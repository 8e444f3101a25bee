/* A model's configuration, in one vocabulary for all architectures. */
#ifndef ARCH_CONFIG_H
#define ARCH_CONFIG_H

#include <stdbool.h>
#include <stdint.h>

typedef enum Activation {
    ACTIVATION_GELU_TANH,
    ACTIVATION_GELU_ERF,
    ACTIVATION_SILU,
    ACTIVATION_RELU,
} Activation;

typedef enum RopeScalingKind {
    ROPE_UNSCALED,
    ROPE_LINEAR, /* positions divided by `factor` (Chen et al., arXiv:2306.15595) */
    ROPE_LLAMA3, /* low frequencies divided, high ones kept, a blend between (Llama 3.1) */
} RopeScalingKind;

typedef struct RopeConfig {
    double theta;
    RopeScalingKind scaling;
    double factor, low_freq_factor, high_freq_factor;
    int64_t original_context; /* positions */
} RopeConfig;

typedef struct ModelConfig {
    char model_type[32]; /* "gpt2" */
    int64_t layers, heads, kv_heads;
    int64_t d_model, d_head, d_mlp, vocab;
    int64_t context; /* positions that the model was made for */
    double norm_eps;
    Activation activation;
    RopeConfig rope;
    int64_t window;             /* sliding window in positions; 0: none */
    int64_t first_window_layer; /* layers before it attend to everything */
    bool qkv_bias, out_bias, mlp_bias;
    bool tied_head;   /* the unembedding is the embedding */
    int64_t bos, eos; /* token ids; -1: none */
} ModelConfig;

#endif
