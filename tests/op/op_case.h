/* Small cases of every op, for tests that hold for all of them: gradients, explanations, in place. */
#ifndef TESTS_OP_CASE_H
#define TESTS_OP_CASE_H

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/random.h"
#include "op/op.h"

typedef enum WeightLie {
    WEIGHT_DENSE,
    WEIGHT_SLICED, /* in[0]'s axes first, as the middle third of a wider matrix: how GPT-2 stores its queries */
} WeightLie;

typedef struct OpCase {
    const Op *op;
    const char *label;
    OpParams params;
    Shape in[OP_INPUTS], weight[OP_WEIGHTS]; /* with open sizes */
    int64_t batch, positions, first_position;
    WeightLie lie;
    bool has_hidden;               /* some of in[0] is minus infinity, causally */
    const int32_t *document_start; /* [batch, pos] */
} OpCase;

/* An op about to run: tensors that own their numbers. */
typedef struct OpRun {
    OpParams params;
    Call call;
    Tensor out;
    Real *numbers[OP_INPUTS + OP_WEIGHTS + 1];
    int32_t tokens[64];
} OpRun;

#define X(width)                                                                                                       \
    {                                                                                                                  \
        .rank = 2, .axis = {AXIS_POS, AXIS_D_MODEL}, .size = { SIZE_NEW, width }                                       \
    }
#define HEADS(name, count, width)                                                                                      \
    {                                                                                                                  \
        .rank = 3, .axis = {AXIS_POS, AXIS_##name, AXIS_D_HEAD}, .size = { SIZE_NEW, count, width }                    \
    }
#define PAST(count, width)                                                                                             \
    {                                                                                                                  \
        .rank = 3, .axis = {AXIS_POS, AXIS_KV_HEAD, AXIS_D_HEAD}, .size = { SIZE_SEEN, count, width }                  \
    }
#define CELLS(count)                                                                                                   \
    {                                                                                                                  \
        .rank = 3, .axis = {AXIS_HEAD, AXIS_QUERY, AXIS_KEY}, .size = { count, SIZE_NEW, SIZE_SEEN }                   \
    }
#define ROW(name, width)                                                                                               \
    {                                                                                                                  \
        .rank = 1, .axis = {AXIS_##name}, .size = { width }                                                            \
    }
#define TABLE(a, na, b, nb)                                                                                            \
    {                                                                                                                  \
        .rank = 2, .axis = {AXIS_##a, AXIS_##b}, .size = { na, nb }                                                    \
    }
#define W3(a, na, b, nb, c, nc)                                                                                        \
    {                                                                                                                  \
        .rank = 3, .axis = {AXIS_##a, AXIS_##b, AXIS_##c}, .size = { na, nb, nc }                                      \
    }

static const double case_frequencies[] = {1, 0.1, 0.003};

/* Two sequences of two texts each: one changes at position 2, the other at 3. */
static const int32_t case_documents[] = {0, 0, 2, 2, 0, 0, 0, 3};

static const OpCase op_cases[] = {
    {&op_embedding, "tokens", .weight = {TABLE(VOCAB, 4, D_MODEL, 3)}, .positions = 6},
    {&op_embedding, "tokens, batch", .weight = {TABLE(VOCAB, 4, D_MODEL, 3)}, .batch = 2, .positions = 3},
    {&op_embedding,
     "positions",
     {.embedding = {EMBEDDING_POSITIONS}},
     .weight = {TABLE(CONTEXT, 7, D_MODEL, 3)},
     .positions = 2,
     .first_position = 3},
    {&op_embedding,
     "positions, batch",
     {.embedding = {EMBEDDING_POSITIONS}},
     .weight = {TABLE(CONTEXT, 7, D_MODEL, 3)},
     .batch = 2,
     .positions = 3},
    {&op_add, "", .in = {X(5), X(5)}, .positions = 3},
    {&op_add, "batch", .in = {X(5), X(5)}, .batch = 2, .positions = 3},
    {&op_multiply, "", .in = {X(5), X(5)}, .positions = 3},
    {&op_multiply, "batch", .in = {X(5), X(5)}, .batch = 2, .positions = 2},
    {&op_linear, "no bias", .in = {X(5)}, .weight = {TABLE(D_MLP, 4, D_MODEL, 5)}, .positions = 3},
    {&op_linear, "bias", .in = {X(5)}, .weight = {TABLE(D_MLP, 4, D_MODEL, 5), ROW(D_MLP, 4)}, .positions = 1},
    {&op_linear, "two output axes", .in = {X(12)},
     .weight = {W3(HEAD, 2, D_HEAD, 3, D_MODEL, 12), TABLE(HEAD, 2, D_HEAD, 3)}, .batch = 2, .positions = 3},
    {&op_linear, "two output axes, sliced", .in = {X(5)},
     .weight = {W3(HEAD, 2, D_HEAD, 3, D_MODEL, 5), TABLE(HEAD, 2, D_HEAD, 3)}, .positions = 3, .lie = WEIGHT_SLICED},
    {&op_linear, "two input axes", .in = {HEADS(HEAD, 2, 3)}, .weight = {W3(D_MODEL, 5, HEAD, 2, D_HEAD, 3)},
     .positions = 3},
    {&op_linear, "two input axes, sliced, batch", .in = {HEADS(HEAD, 2, 3)},
     .weight = {W3(D_MODEL, 5, HEAD, 2, D_HEAD, 3), ROW(D_MODEL, 5)}, .batch = 2, .positions = 2, .lie = WEIGHT_SLICED},
    {&op_linear, "one output", .in = {X(3)}, .weight = {TABLE(D_MLP, 1, D_MODEL, 3)}, .positions = 2,
     .lie = WEIGHT_SLICED},
    {&op_unembed, "", .in = {X(4)}, .weight = {TABLE(VOCAB, 9, D_MODEL, 4)}, .positions = 2},
    {&op_unembed, "bias, batch", .in = {X(4)}, .weight = {TABLE(VOCAB, 6, D_MODEL, 4), ROW(VOCAB, 6)}, .batch = 2,
     .positions = 2},
    {&op_layernorm, "", {.norm = {1e-5}}, .in = {X(6)}, .weight = {ROW(D_MODEL, 6), ROW(D_MODEL, 6)}, .positions = 3},
    {&op_layernorm,
     "large eps, batch",
     {.norm = {0.5}},
     .in = {X(4)},
     .weight = {ROW(D_MODEL, 4), ROW(D_MODEL, 4)},
     .batch = 2,
     .positions = 2},
    {&op_rmsnorm, "", {.norm = {1e-6}}, .in = {X(6)}, .weight = {ROW(D_MODEL, 6)}, .positions = 3},
    {&op_rmsnorm,
     "large eps, batch",
     {.norm = {0.5}},
     .in = {X(4)},
     .weight = {ROW(D_MODEL, 4)},
     .batch = 2,
     .positions = 2},
    {&op_rope, "", {.rope = {case_frequencies}}, .in = {HEADS(HEAD, 2, 6)}, .positions = 3, .first_position = 2},
    {&op_rope,
     "kv heads, batch",
     {.rope = {case_frequencies}},
     .in = {HEADS(KV_HEAD, 1, 4)},
     .batch = 2,
     .positions = 3},
    {&op_scores, "", {.scores = {0.5}}, .in = {HEADS(HEAD, 2, 4), PAST(2, 4)}, .positions = 3},
    {&op_scores,
     "grouped 4:2",
     {.scores = {0.5}},
     .in = {HEADS(HEAD, 4, 3), PAST(2, 3)},
     .positions = 3,
     .first_position = 2},
    {&op_scores,
     "multi-query, batch",
     {.scores = {0.7}},
     .in = {HEADS(HEAD, 4, 3), PAST(1, 3)},
     .batch = 2,
     .positions = 3},
    {&op_scores,
     "one query",
     {.scores = {0.5}},
     .in = {HEADS(HEAD, 4, 9), PAST(2, 9)},
     .positions = 1,
     .first_position = 4},
    {&op_mask, "causal", {.mask = {MASK_CAUSAL, 0}}, .in = {CELLS(2)}, .positions = 4},
    {&op_mask, "causal, later", {.mask = {MASK_CAUSAL, 0}}, .in = {CELLS(2)}, .positions = 2, .first_position = 3},
    {&op_mask, "window 2", {.mask = {MASK_SLIDING, 2}}, .in = {CELLS(2)}, .positions = 5},
    {&op_mask,
     "window 3, later, batch",
     {.mask = {MASK_SLIDING, 3}},
     .in = {CELLS(1)},
     .batch = 2,
     .positions = 3,
     .first_position = 2},
    {&op_mask, "none", {.mask = {MASK_NONE, 0}}, .in = {CELLS(2)}, .positions = 3},
    {&op_mask,
     "documents, batch",
     {.mask = {MASK_CAUSAL, 0}},
     .in = {CELLS(2)},
     .batch = 2,
     .positions = 4,
     .document_start = case_documents},
    {&op_mask,
     "documents, window 2",
     {.mask = {MASK_SLIDING, 2}},
     .in = {CELLS(1)},
     .positions = 4,
     .document_start = case_documents},
    {&op_softmax, "pattern", .in = {CELLS(2)}, .positions = 4, .has_hidden = true},
    {&op_softmax, "long row", .in = {CELLS(1)}, .positions = 2, .first_position = 11},
    {&op_softmax, "logits, batch", .in = {TABLE(POS, SIZE_NEW, VOCAB, 7)}, .batch = 2, .positions = 2},
    {&op_mix, "", .in = {CELLS(2), PAST(2, 3)}, .positions = 3},
    {&op_mix, "grouped 4:2", .in = {CELLS(4), PAST(2, 3)}, .positions = 3, .first_position = 8},
    {&op_mix, "multi-query, batch", .in = {CELLS(4), PAST(1, 3)}, .batch = 2, .positions = 3},
    {&op_mix, "one query", .in = {CELLS(4), PAST(2, 9)}, .positions = 1, .first_position = 4},
    {&op_gelu, "erf", {.gelu = {GELU_ERF}}, .in = {X(5)}, .positions = 3},
    {&op_gelu, "tanh", {.gelu = {GELU_TANH}}, .in = {X(300)}, .batch = 2, .positions = 1},
    {&op_silu, "", .in = {X(5)}, .positions = 3},
    {&op_silu, "longer than a chunk, batch", .in = {X(300)}, .batch = 2, .positions = 1},
    {&op_relu, "", .in = {X(5)}, .positions = 3},
    {&op_relu, "batch", .in = {X(5)}, .batch = 2, .positions = 3},
};

enum { OP_CASES = sizeof op_cases / sizeof *op_cases };

/* Strides of a weight that lies in the middle third of a matrix [in..., 3 out...]; where it starts. */
static inline int64_t op_case_slice(Tensor *weight, int in_axes)
{
    const Shape *shape = &weight->shape;
    int split = shape->rank - in_axes;
    int64_t outputs = shape_span(shape, 0, split), stride = 1;
    for (int i = split - 1; i >= 0; stride *= shape->size[i--])
        weight->stride[i] = stride;
    stride = 3 * outputs;
    for (int i = shape->rank - 1; i >= split; stride *= shape->size[i--])
        weight->stride[i] = stride;
    return outputs;
}

/* A tensor over zeroed memory that *owner keeps. */
static inline Tensor op_case_tensor(const Shape *shape, WeightLie lie, int in_axes, Real **owner)
{
    if (!shape->rank)
        return (Tensor){0};
    size_t room = (size_t)shape_count(shape) * (lie == WEIGHT_SLICED ? 3 : 1);
    *owner = memory_new(room, sizeof(Real));
    Tensor tensor = tensor_over(*owner, shape);
    if (lie == WEIGHT_SLICED)
        tensor.data += op_case_slice(&tensor, in_axes);
    return tensor;
}

/* Normal numbers, none of them so near 0 that a finite difference would step over ReLU's corner. */
static inline void op_case_fill(Tensor *tensor, Random *random)
{
    for (int64_t i = 0, count = shape_count(&tensor->shape); tensor->data && i < count; i++) {
        int64_t index[RANK_MAX];
        shape_index(&tensor->shape, i, index);
        double number = random_normal(random);
        *tensor_cell(tensor, index) = (Real)(number + copysign(0.01, number));
    }
}

static inline void op_case_hide(Tensor *cells, int64_t first_position)
{
    int rank = cells->shape.rank;
    for (int64_t i = 0, count = shape_count(&cells->shape); i < count; i++) {
        int64_t index[RANK_MAX];
        shape_index(&cells->shape, i, index);
        if (index[rank - 1] > first_position + index[rank - 2])
            *tensor_cell(cells, index) = (Real)-INFINITY;
    }
}

/* Makes the tensors of a case, filled with seeded random numbers. Returns the status of the shape rule. */
static inline Status op_run_init(OpRun *run, const OpCase *c, uint64_t seed, Error *error)
{
    Random random;
    random_seed(&random, seed);
    *run = (OpRun){.params = c->params};
    run->call = (Call){.first_position = c->first_position, .document_start = c->document_start, .threads = 1};
    run->call.params = &run->params;
    for (int i = 0; i < OP_INPUTS; i++)
        run->call.in[i].shape = c->in[i];
    for (int i = 0; i < OP_WEIGHTS; i++)
        run->call.weight[i] =
            op_case_tensor(&c->weight[i], i ? WEIGHT_DENSE : c->lie, c->in[0].rank - 1, &run->numbers[OP_INPUTS + i]);
    Shape out;
    TRY(c->op->shape(&run->call, &out, error));
    int64_t seen = c->first_position + c->positions;
    for (int i = 0; i < OP_INPUTS; i++) {
        Shape shape = shape_bind(&c->in[i], c->batch, c->positions, seen);
        run->call.in[i] = op_case_tensor(&shape, WEIGHT_DENSE, 0, &run->numbers[i]);
        op_case_fill(&run->call.in[i], &random);
    }
    for (int i = 0; i < OP_WEIGHTS; i++)
        op_case_fill(&run->call.weight[i], &random);
    for (size_t i = 0; i < sizeof run->tokens / sizeof *run->tokens; i++)
        run->tokens[i] = (int32_t)random_below(&random, 4);
    run->call.tokens = run->tokens;
    if (c->has_hidden)
        op_case_hide(&run->call.in[0], c->first_position);
    out = shape_bind(&out, c->batch, c->positions, seen);
    run->out = op_case_tensor(&out, WEIGHT_DENSE, 0, &run->numbers[OP_INPUTS + OP_WEIGHTS]);
    return STATUS_OK;
}

static inline void op_run_free(OpRun *run)
{
    for (size_t i = 0; i < sizeof run->numbers / sizeof *run->numbers; i++)
        free(run->numbers[i]);
}

/* Memory for gradients of everything a run has, zeroed; the strides are the tensors' own. */
typedef struct OpGradients {
    Gradients gradients;
    Real *numbers[OP_INPUTS + OP_WEIGHTS];
} OpGradients;

static inline void op_gradients_init(OpGradients *g, const OpRun *run, WeightLie lie, int in_axes)
{
    *g = (OpGradients){0};
    for (int i = 0; i < OP_INPUTS; i++)
        g->gradients.in[i] = op_case_tensor(&run->call.in[i].shape, WEIGHT_DENSE, 0, &g->numbers[i]);
    for (int i = 0; i < OP_WEIGHTS; i++)
        g->gradients.weight[i] =
            op_case_tensor(&run->call.weight[i].shape, i ? WEIGHT_DENSE : lie, in_axes, &g->numbers[OP_INPUTS + i]);
}

static inline void op_gradients_free(OpGradients *g)
{
    for (size_t i = 0; i < sizeof g->numbers / sizeof *g->numbers; i++)
        free(g->numbers[i]);
}

#undef X
#undef ROW
#undef TABLE
#undef W3
#undef HEADS
#undef PAST
#undef CELLS

#endif
