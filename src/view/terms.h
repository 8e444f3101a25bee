/* What a cell is made of, in the order that matters: first what stands alone (a bias, a gain), then the terms of its
 * sum, the largest contributions first. */
#ifndef VIEW_TERMS_H
#define VIEW_TERMS_H

#include "base/buffer.h"
#include "run/explain.h"

typedef struct Term {
    int operand, operands; /* operands [operand, operand + operands) of the explanation */
    bool in_sum;
    double number; /* what the term comes to */
} Term;

typedef struct Terms {
    Term *items; /* owned */
    int count;
    int first_of_sum; /* items[first_of_sum, count) are the sum's */
} Terms;

/* terms_free afterwards. */
Terms terms_of(const Explanation *explanation);
void terms_free(Terms *terms);

/* The sum of the terms of the sum in items[from, to). */
double terms_sum(const Terms *terms, int from, int to);

/* Appends the arithmetic in at most `cells` cells, if that can be done: a long sum as its largest terms and the rest as
 * one number. Returns how many terms went into that number; 0: none. */
int terms_arithmetic(const Explanation *explanation, const Terms *terms, int cells, Buffer *out);

#endif
