/* The arithmetic behind one cell: what a person would write to check it with a pocket calculator.
 *
 * An op's `explain` lists every operand cell that the number depends on, in the order of the
 * formula, and writes the arithmetic with the real numbers. It never repeats what the kernel did;
 * it says what the number means. Where the arithmetic holds a sum over an axis, its terms are listed too, so that
 * one can ask which of them matter.
 */
#ifndef OP_EXPLANATION_H
#define OP_EXPLANATION_H

#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "tensor/tensor.h"

typedef enum OperandKind {
    OPERAND_INPUT,  /* a cell of in[slot] */
    OPERAND_WEIGHT, /* a cell of weight[slot] */
} OperandKind;

typedef struct Operand {
    OperandKind kind;
    int slot;
    int64_t cell[RANK_MAX]; /* an index per axis of that tensor, as the Call has it */
    double number;
} Operand;

/* A line of the derivation: "mean = (x0 + ... + x63) / 64" with its number. */
typedef struct ExplanationStep {
    char *text; /* owned */
    double number;
} ExplanationStep;

typedef struct Explanation {
    Operand *operands;
    size_t operand_count, operand_capacity;
    ExplanationStep *steps;
    size_t step_count, step_capacity;
    double
        *terms; /* [term_count] of the sum; term i is made of operands [i * term_operands, (i + 1) * term_operands) */
    size_t term_count, term_capacity;
    int term_operands;        /* 2: a product of two; 1: what `term_formula` says */
    const char *term_formula; /* "exp(x - max)"; NULL for products */
    size_t sum_from, sum_to;  /* where the sum stands in `arithmetic`; equal where it does not */
    Buffer arithmetic;        /* one line with real numbers, long sums abbreviated: "(0.5×1.25 + … + 2×0.1)/√8" */
    double result;            /* what the arithmetic comes to, computed here in double from the operands */
} Explanation;

/* Zero-initialise to start. */
void explanation_free(Explanation *explanation);

/* Records the cell of a tensor of the call; returns its number, so that one can go on with it. */
double explanation_input(Explanation *explanation, int slot, const Tensor *tensor, const int64_t cell[RANK_MAX]);
double explanation_weight(Explanation *explanation, int slot, const Tensor *tensor, const int64_t cell[RANK_MAX]);

/* Records an intermediate result. */
__attribute__((format(printf, 3, 4))) void explanation_step(Explanation *explanation, double number, const char *format,
                                                            ...);

/* Appends to the arithmetic. */
__attribute__((format(printf, 2, 3))) void explanation_write(Explanation *explanation, const char *format, ...);

/* Lists the sum's next term. */
void explanation_list_term(Explanation *explanation, double number);

/* Lists term `index` of a sum of `count` and appends it to the arithmetic: " + " in front where needed; of a long sum
 * only the first terms and the last are written, with " + … " between them. The format writes the term itself. */
__attribute__((format(printf, 5, 6))) void explanation_term(Explanation *explanation, int64_t index, int64_t count,
                                                            double number, const char *format, ...);

/* How numbers are written in arithmetic: six significant digits, negative ones in parentheses, so
 * that "2×(-0.5)" can be typed as it stands. Use: explanation_write(e, "%s×%s", NUMBER(a), NUMBER(b)). */
typedef struct NumberText {
    char text[24];
} NumberText;
NumberText number_text(double number);
#define NUMBER(x) (number_text(x).text)

#endif
