#include "tensor/vector.h"

#include <math.h>
#include <tgmath.h>

Real vector_dot(const Real *a, const Real *b, int64_t count)
{
    Real sum = 0;
    for (int64_t i = 0; i < count; i++)
        sum += a[i] * b[i];
    return sum;
}

Real vector_sum(const Real *x, int64_t count)
{
    Real sum = 0;
    for (int64_t i = 0; i < count; i++)
        sum += x[i];
    return sum;
}

Real vector_sum_of_squares(const Real *x, Real minus, int64_t count)
{
    Real sum = 0;
    for (int64_t i = 0; i < count; i++)
        sum += (x[i] - minus) * (x[i] - minus);
    return sum;
}

Real vector_max(const Real *x, int64_t count)
{
    Real max = x[0];
    for (int64_t i = 1; i < count; i++)
        max = x[i] > max || isnan(x[i]) ? x[i] : max;
    return max;
}

void vector_add(Real *out, const Real *a, const Real *b, int64_t count)
{
    for (int64_t i = 0; i < count; i++)
        out[i] = a[i] + b[i];
}

void vector_accumulate(Real *out, const Real *x, Real scale, int64_t count)
{
    for (int64_t i = 0; i < count; i++)
        out[i] += scale * x[i];
}

void vector_scale(Real *out, const Real *x, Real scale, int64_t count)
{
    for (int64_t i = 0; i < count; i++)
        out[i] = scale * x[i];
}

Real vector_exp(Real *out, const Real *x, Real minus, int64_t count)
{
    Real sum = 0;
    for (int64_t i = 0; i < count; i++)
        sum += out[i] = exp(x[i] - minus);
    return sum;
}

void vector_tanh(Real *out, const Real *x, int64_t count)
{
    for (int64_t i = 0; i < count; i++)
        out[i] = tanh(x[i]);
}

void vector_sigmoid(Real *out, const Real *x, int64_t count)
{
    for (int64_t i = 0; i < count; i++)
        out[i] = 1 / (1 + exp(-x[i]));
}
