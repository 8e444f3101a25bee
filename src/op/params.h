/* The numbers that an instruction carries besides its tensors, one member per op that has any. */
#ifndef OP_PARAMS_H
#define OP_PARAMS_H

#include <stdint.h>

#include "tensor/tensor.h"

typedef enum EmbeddingIndex {
    EMBEDDING_TOKENS,    /* the row of each token's id */
    EMBEDDING_POSITIONS, /* the row of each token's position */
} EmbeddingIndex;

typedef enum MaskKind {
    MASK_CAUSAL,  /* hides keys after the query */
    MASK_SLIDING, /* causal, and hides keys `window` or more positions before the query */
    MASK_NONE,    /* hides nothing */
} MaskKind;

typedef enum GeluKind {
    GELU_ERF,  /* x * Phi(x), Hendrycks and Gimpel, arXiv:1606.08415 */
    GELU_TANH, /* its tanh approximation, as GPT-2 has it */
} GeluKind;

typedef union OpParams {
    struct {
        EmbeddingIndex index;
    } embedding;
    struct {
        double eps;
    } norm; /* layernorm, rmsnorm */
    struct {
        const double *frequency; /* [d_head / 2] radians per position, scaling applied; owned by the program */
    } rope;
    struct {
        double scale; /* 1 / sqrt(d_head) */
    } scores;
    struct {
        MaskKind kind;
        int64_t window; /* positions that a query sees, itself included; MASK_SLIDING only */
    } mask;
    struct {
        GeluKind kind;
    } gelu;
} OpParams;

#endif
