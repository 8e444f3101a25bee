/* How backward writes the gradient of an input: added to what others have put there, or over it.
 *
 * The first that contributes to a gradient finds nothing there yet. Where it stores instead of adding, nobody has to
 * write zeros first, and nobody to read them.
 */
#ifndef OP_GRADIENT_H
#define OP_GRADIENT_H

#include <string.h>

#include "op/op.h"
#include "tensor/matrix.h"
#include "tensor/vector.h"

/* What a cell's gradient is before this contribution. */
static inline Real gradient_before(bool replace, const Real *cell)
{
    return replace ? 0 : *cell;
}

static inline MatrixUpdate gradient_update(bool replace)
{
    return replace ? MATRIX_REPLACE : MATRIX_ACCUMULATE;
}

/* Hands a gradient on unchanged. */
static inline void gradient_pass(Real *to, const Real *from, bool replace, int64_t count)
{
    if (replace)
        memcpy(to, from, (size_t)count * sizeof *to);
    else
        vector_accumulate(to, from, 1, count);
}

#endif
