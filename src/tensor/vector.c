/* Each function runs the best instruction set's kernel; see elementwise.inc for what they do. */
#include "tensor/vector.h"

#include "tensor/isa.h"

Real vector_dot(const Real *a, const Real *b, int64_t count)
{
    return isa_best()->dot(a, b, count);
}

Real vector_sum(const Real *x, int64_t count)
{
    return isa_best()->sum(x, count);
}

Real vector_sum_of_squares(const Real *x, Real minus, int64_t count)
{
    return isa_best()->sum_of_squares(x, minus, count);
}

Real vector_max(const Real *x, int64_t count)
{
    return isa_best()->max(x, count);
}

void vector_add(Real *out, const Real *a, const Real *b, int64_t count)
{
    isa_best()->add(out, a, b, count);
}

void vector_accumulate(Real *out, const Real *x, Real scale, int64_t count)
{
    isa_best()->accumulate(out, x, scale, count);
}

void vector_scale(Real *out, const Real *x, Real scale, int64_t count)
{
    isa_best()->scale(out, x, scale, count);
}

Real vector_exp(Real *out, const Real *x, Real minus, int64_t count)
{
    return isa_best()->exp(out, x, minus, count);
}

void vector_tanh(Real *out, const Real *x, int64_t count)
{
    isa_best()->tanh(out, x, count);
}

void vector_sigmoid(Real *out, const Real *x, int64_t count)
{
    isa_best()->sigmoid(out, x, count);
}
