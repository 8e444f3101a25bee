/* Number formats of stored tensors, and their conversion to and from the engine's Real.
 *
 * Stored numbers are little-endian and may stand at any address: nothing here needs alignment.
 */
#ifndef TENSOR_DTYPE_H
#define TENSOR_DTYPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tensor/tensor.h"

/* One row per format: its name in safetensors, bytes of a number, can it hold fractions? */
#define DTYPE_LIST(X)                                                                                                  \
    X(F64, 8, true)                                                                                                    \
    X(F32, 4, true)                                                                                                    \
    X(F16, 2, true)  /* IEEE 754 binary16: 5 bits of exponent, 10 of mantissa */                                       \
    X(BF16, 2, true) /* the upper half of a float: 8 bits of exponent, 7 of mantissa */                                \
    X(I64, 8, false)                                                                                                   \
    X(I32, 4, false)                                                                                                   \
    X(I16, 2, false)                                                                                                   \
    X(I8, 1, false)                                                                                                    \
    X(U64, 8, false)                                                                                                   \
    X(U32, 4, false)                                                                                                   \
    X(U16, 2, false)                                                                                                   \
    X(U8, 1, false)                                                                                                    \
    X(BOOL, 1, false)

typedef enum Dtype {
#define DTYPE_ENUM(name, bytes, is_float) DTYPE_##name,
    DTYPE_LIST(DTYPE_ENUM)
#undef DTYPE_ENUM
} Dtype;

const char *dtype_name(Dtype dtype); /* "BF16" */
size_t dtype_bytes(Dtype dtype);     /* of one number */
bool dtype_is_float(Dtype dtype);

/* "F64, F32, F16, ..."; for messages. */
const char *dtype_names(void);

/* The format with this name; false where there is none. Case matters. */
bool dtype_find(const char *name, Dtype *dtype);

/* Reads `count` numbers. Exact from F32, F16 and BF16, subnormals, infinities and NaNs included;
 * wider formats are rounded to the nearest Real. `out` does not overlap `in`. */
void dtype_to_real(Real *out, const void *in, Dtype dtype, int64_t count);

/* Writes `count` numbers, rounded to the nearest (ties to even); what is too large becomes infinite.
 * `dtype` is a float format. F16 and BF16 are rounded from float. `out` does not overlap `in`. */
void dtype_from_real(void *out, const Real *in, Dtype dtype, int64_t count);

#endif
