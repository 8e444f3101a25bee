/* Expressions over the live model: what one types at the `:` line, and what lessons check.
 *
 *     blocks.1.attn.pattern[2, "돈", "은행"]         a cell; a token's text stands for its position
 *     blocks.1.attn.pattern[2, "은행"#2, :]          the second 은행; all keys
 *     max(blocks.0.resid_post[-1, :]) > 3 and not argmax(logits[-1, :]) == "girl"
 *
 * Grammar, loosest first: or, and, not, comparisons (== != < <= > >=), + -, * /, ^, unary -, postfix [ ].
 * Functions: max min mean sum argmax norm entropy cosine prob rank (expression_functions lists them with help).
 * A token text as an index of a position axis is the position of that token (error where it is absent, or
 * where it occurs more than once and no #N says which); elsewhere, as on the vocab axis, it is its id.
 */
#ifndef RUN_EXPRESSION_H
#define RUN_EXPRESSION_H

#include "run/cell.h"

/* The result: a number, or several with named axes (a slice). */
typedef struct Result {
    Tensor tensor;   /* rank 0: a number */
    Real *numbers;   /* owned: the tensor's data */
    bool is_truth;   /* a comparison's or logic's result: 0 or 1 */
    bool is_token;   /* argmax over vocab: the number is a token id */
    bool is_cell;    /* the expression was just one cell's name: `cell` says which */
    Cell cell;
} Result;

void result_free(Result *result);

/* Evaluates at the machine's current place. Errors say where in the text (a column) and what would have
 * been valid; NOT_COMPUTED where a value is not yet there. result_free afterwards. */
Status expression_evaluate(const Machine *machine, const char *text, size_t length, Result *result, Error *error);

/* Parses just one cell ("NAME[i, j]"), computed or not. */
Status expression_cell(const Machine *machine, const char *text, size_t length, Cell *cell, Error *error);

/* Parses a value with optional ranges, "NAME", "NAME[head 3]", "NAME[2, 5, :]", "NAME[head 2, :, 3:7]", as
 * half-open bounds an axis each (an open end is INT64_MAX): for edits and heatmaps. */
Status expression_region(const Machine *machine, const char *text, size_t length, ValueId *value,
                         int64_t from[RANK_MAX], int64_t to[RANK_MAX], Error *error);

/* "max(x)  the largest number", one row each, ended by NULL name: for help and completion. */
typedef struct FunctionHelp {
    const char *name, *help;
} FunctionHelp;
extern const FunctionHelp expression_functions[];

#endif
