/* Kernels over contiguous rows of numbers, by the widest vectors of the processor (see isa.h).
 *
 * `out` may be one of the inputs itself, but may not overlap one otherwise. A count of 0 is fine where
 * nothing else is said. Sums add in an order that depends on the count and the processor alone. NaN in
 * gives NaN out, everywhere.
 */
#ifndef TENSOR_VECTOR_H
#define TENSOR_VECTOR_H

#include "tensor/tensor.h"

Real vector_dot(const Real *a, const Real *b, int64_t count);
Real vector_sum(const Real *x, int64_t count);
Real vector_sum_of_squares(const Real *x, Real minus, int64_t count); /* sum of (x - minus)^2 */
Real vector_max(const Real *x, int64_t count);                        /* count > 0 */

void vector_add(Real *out, const Real *a, const Real *b, int64_t count);     /* out = a + b */
void vector_accumulate(Real *out, const Real *x, Real scale, int64_t count); /* out += scale * x */
void vector_scale(Real *out, const Real *x, Real scale, int64_t count);      /* out = scale * x */

/* out = e^(x - minus), and returns its sum. Within 2 units in the last place of exp of the rounded
 * difference; -inf gives 0, too large a number gives inf. */
Real vector_exp(Real *out, const Real *x, Real minus, int64_t count);

/* out = tanh(x); out = 1 / (1 + e^-x). Within a few units in the last place, near 0 too. */
void vector_tanh(Real *out, const Real *x, int64_t count);
void vector_sigmoid(Real *out, const Real *x, int64_t count);

#endif
