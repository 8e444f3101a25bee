/* A kind of operation: what one instruction of a program does.
 *
 * An op is a table of functions without state. The same op serves inference, tracing and training;
 * it sees only the tensors that a Call hands it. Shapes are checked once, by `shape`, when a program
 * is built; the other functions then trust them. A new op is one file, src/op/NAME.c, and one row in
 * list.h.
 *
 * Axes: a row is all that belongs to one position. Where training adds a leading batch axis to every
 * activation, row-wise ops see more rows and the attention ops see independent sequences. Weights
 * never have a batch axis.
 */
#ifndef OP_OP_H
#define OP_OP_H

#include <stdint.h>

#include "base/status.h"
#include "op/explanation.h"
#include "op/params.h"
#include "tensor/tensor.h"

enum { OP_INPUTS = 2, OP_WEIGHTS = 2 };

typedef struct Call {
    Tensor in[OP_INPUTS];          /* read-only by contract; data is NULL while shapes are checked */
    Tensor weight[OP_WEIGHTS];     /* read-only; data is NULL for an absent optional weight (rank 0) */
    const OpParams *params;        /* never NULL */
    const int32_t *tokens;         /* embedding only: ids [batch, pos] of this pass, checked against the vocabulary */
    const int32_t *document_start; /* mask only, [batch, pos]: the first position that a query may see, since a
                                      training sequence may hold several texts side by side; NULL: 0 everywhere */
    int64_t first_position; /* the position of row 0: how many positions earlier passes have put into the cache */
    int threads;            /* at most so many; >= 1 */
} Call;

/* Where `backward` adds gradients: same shapes (and for weights the same strides) as the Call's
 * tensors. A NULL data pointer means: not wanted. Contributions are added, never stored over; but where
 * `replace` says so, what is in the memory of an input's gradient means nothing, and the op's
 * contribution is all there is (see gradient.h). Where in[0] and in[1] are one, only the first may be
 * replaced. */
typedef struct Gradients {
    Tensor in[OP_INPUTS];
    Tensor weight[OP_WEIGHTS];
    bool replace[OP_INPUTS];
} Gradients;

typedef struct Cost {
    double flops;         /* a multiply-add counts as two; exp, tanh, sqrt and division as one each */
    double bytes_read;    /* operands and weights, each once */
    double bytes_written; /* the output */
} Cost;

typedef struct Op {
    const char *name;               /* "softmax" */
    const char *formula;            /* "y[q,k] = exp(x[q,k] - max) / sum_k exp(x[q,k] - max)" */
    const char *formula_bare;       /* the same where no optional weight is there; NULL: no weight is optional */
    const char *input[OP_INPUTS];   /* roles of the inputs: "q", "k" */
    const char *weight[OP_WEIGHTS]; /* roles of the weights: "W", "b" */
    bool optional[OP_WEIGHTS];      /* this weight may be absent */
    bool reads_past[OP_INPUTS];     /* this input has all positions so far (from the KV cache), not only the pass's */
    bool in_place;                  /* out may be in[0]'s memory: each cell depends on no other row */

    /* The output's shape from those of the inputs and weights, or an error that says what does not fit.
     * Shapes come without a batch axis; their positions are open (SIZE_NEW; SIZE_SEEN for an input
     * that reads the past), and stay open in the output. */
    Status (*shape)(const Call *call, Shape *out, Error *error);

    void (*forward)(const Call *call, Tensor *out);

    /* From dL/dout adds dL/din and dL/dweight. `out` is what forward computed, and the inputs are as
     * forward saw them (so nothing was computed in place). */
    void (*backward)(const Call *call, const Tensor *out, const Tensor *dout, const Gradients *gradients);

    /* Which cells made this cell of the output, and how. Indices are those of the Call's tensors. No batch axis. */
    void (*explain)(const Call *call, const Tensor *out, const int64_t cell[RANK_MAX], Explanation *explanation);

    Cost (*cost)(const Call *call, const Shape *out);

    /* What is linear in the op, for saying which part of its input made how much of its output: `out` [n, ...] from
     * other rows `in` [n, ...], without the bias, and with all that depends on the input otherwise (a norm's scale)
     * held as it is for row `row` of the call. NULL: nothing is. */
    void (*frozen)(const Call *call, int64_t row, const Tensor *in, Tensor *out);
} Op;

#define OP_DECLARE(name) extern const Op op_##name;
#include "op/list.h"
OP_LIST(OP_DECLARE)
#undef OP_DECLARE

extern const Op *const ops[]; /* all of list.h, in its order, ended by NULL */

/* The op with this name, or NULL. */
const Op *op_find(const char *name);

/* For shape rules. Is every operand there that the op names, and none that it does not name? */
Status op_check_operands(const Op *op, const Call *call, Error *error);

/* For shape rules: "OP: A [shape] does not fit B [shape]: WHY; HOW TO MEND IT". */
Status op_misfit(const Op *op, const char *a, const Shape *a_shape, const char *b, const Shape *b_shape,
                 const char *why, Error *error);

/* Row-wise ops: how many rows a tensor has when its last `features` axes make one row. */
int64_t op_rows(const Tensor *tensor, int features);

#endif
