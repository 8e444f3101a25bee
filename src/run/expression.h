/* Expressions over the live model: what one types at the `:` line, and what lessons check.
 *
 *     blocks.1.attn.pattern[2, "돈", "은행"]         a cell; a token's text stands for its position
 *     blocks.1.attn.pattern[2, "은행"#2, :]          the second 은행; all keys
 *     blocks.1.attn.pattern[query -1]                all heads and keys of the last query
 *     max(blocks.0.resid_post[-1, :]) > 3 and not argmax(logits[-1, :]) == "girl"
 *     top(1, -1, 2) == "돈"                          what the logit lens says after layer 2, at the last position
 *     contribution("blocks.1.attn.head.2", "돈") > 1 what a head adds to the logit of 돈
 *
 * Grammar, loosest first: or, and, not, comparisons (== != < <= > >=, one at a time), + -, * /, unary -,
 * ^ (from the right), then numbers, inf, texts, NAME, NAME[indices], FUNCTION(arguments), parentheses.
 *
 * Names are those of values and weights, and facts such as model.layers. An index is one number, a range a:b (b itself
 * not included; an end may be left out), or :, with the name of its axis in front or not; those without fill the axes
 * that are left, in order; axes without any index have all of theirs. Negative numbers count from the end of what there
 * is at the machine's current place: of keys, from the end of those that the query's pass has seen.
 *
 * A token's text names the tokens that are spelt so ("▁girl", "Ġthe") or shown so (" girl"), or shown so with a
 * space in front ("girl"). As an index of a position axis it is the position of such a token, or the first
 * position of several that make up the text; it is an error where it is absent, or occurs more than once and no
 * #N says which. Elsewhere, as on the vocab axis, it is a token's id: the one without the space where there are
 * both. Beside == and != it is compared with what is on the other side: equal to every id that it names, and
 * next to a position (argmax over keys) to every position where it stands.
 *
 * Numbers are Reals, as in the model; sums are taken in double. Comparisons are exact. Two slices can be
 * combined when their axes agree; a number goes with every cell of a slice.
 */
#ifndef RUN_EXPRESSION_H
#define RUN_EXPRESSION_H

#include "run/cell.h"

enum {
    EXPRESSION_LENGTH = 4096,     /* bytes of text */
    EXPRESSION_DEPTH = 100,       /* operations within operations */
    EXPRESSION_NUMBERS = 1 << 28, /* numbers in all slices of one expression; more is NO_MEMORY */
};

/* The result: a number, or several with named axes (a slice). */
typedef struct Result {
    Tensor tensor;           /* rank 0: a number */
    Real *numbers;           /* owned: the tensor's data */
    int64_t first[RANK_MAX]; /* what the first index along each axis is in the value that was sliced */
    bool is_truth;           /* a comparison's or logic's result: 0 or 1 */
    bool is_token;           /* a token's text, or argmax over vocab: the number is a token id */
    bool is_position;        /* argmax over pos, query or key: the number is a position */
    bool is_cell;            /* the expression was just one cell's name: `cell` says which */
    Cell cell;
} Result;

void result_free(Result *result);

/* Evaluates at the machine's current place. Errors say where in the text (a column) and what would have
 * been valid; NOT_COMPUTED where a value is not yet there. result_free afterwards, after an error too. */
Status expression_evaluate(const Machine *machine, const char *text, size_t length, Result *result, Error *error);

/* Parses just one cell ("NAME[i, j]") that exists, computed or not. */
Status expression_cell(const Machine *machine, const char *text, size_t length, Cell *cell, Error *error);

/* Parses a value with optional ranges, "NAME", "NAME[head 3]", "NAME[2, 5, :]", "NAME[head 2, :, 3:7]", as
 * half-open bounds an axis each (an open end is INT64_MAX): for edits and heatmaps. Open axes need no text yet. */
Status expression_region(const Machine *machine, const char *text, size_t length, ValueId *value,
                         int64_t from[RANK_MAX], int64_t to[RANK_MAX], Error *error);

/* One row each, ended by a NULL name: for help and completion. */
typedef struct FunctionHelp {
    const char *name;      /* "max" */
    const char *arguments; /* "(x)" */
    const char *help;      /* "the largest number" */
} FunctionHelp;
extern const FunctionHelp expression_functions[];

/* Facts: names of numbers that hold for the model, the text and the cache as they are ("model.layers"); the rows have
 * no arguments. */
extern const FunctionHelp expression_facts[];

/* How clear a truth is: the smallest gap between what it compares, relative to the larger of the two, and between
 * the winner and the next wherever it picks one (argmax, rank, top; relative to the largest number there). Whole
 * numbers are compared exactly and count as clear; INFINITY where nothing is close by nature. What is not true of an
 * `or` is not looked at. */
Status expression_margin(const Machine *machine, const char *text, size_t length, double *margin, Error *error);

#endif
