#include "tensor/dtype.h"

#include <string.h>

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "stored numbers are little-endian");

static const struct {
    const char *name;
    size_t bytes;
    bool is_float;
} dtypes[] = {
#define DTYPE_ROW(name, bytes, is_float) [DTYPE_##name] = {#name, bytes, is_float},
    DTYPE_LIST(DTYPE_ROW)
#undef DTYPE_ROW
};

enum { DTYPE_COUNT = sizeof dtypes / sizeof dtypes[0] };

const char *dtype_name(Dtype dtype)
{
    return dtypes[dtype].name;
}

size_t dtype_bytes(Dtype dtype)
{
    return dtypes[dtype].bytes;
}

bool dtype_is_float(Dtype dtype)
{
    return dtypes[dtype].is_float;
}

const char *dtype_names(void)
{
#define DTYPE_TEXT(name, bytes, is_float) ", " #name
    return &DTYPE_LIST(DTYPE_TEXT)[2]; /* past the first comma */
#undef DTYPE_TEXT
}

bool dtype_find(const char *name, Dtype *dtype)
{
    for (int i = 0; i < DTYPE_COUNT; i++) {
        if (!strcmp(dtypes[i].name, name)) {
            *dtype = (Dtype)i;
            return true;
        }
    }
    return false;
}

static inline float float_from_bits(uint32_t bits)
{
    float x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

static inline uint32_t float_bits(float x)
{
    uint32_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

/* The parts of a float, as bits. */
#define FLOAT_SIGN     0x80000000u
#define FLOAT_INFINITY 0x7F800000u
#define FLOAT_QUIET    0x00400000u

/* Without branches, so that the loops below vectorise: move the exponent and mantissa to a float's
 * places, then multiply away the difference of the exponents' biases, 127 - 15. The product is exact
 * and makes subnormals normal. The largest exponent stands for infinity and NaN in both formats. */
static inline float half_to_float(uint16_t half)
{
    uint32_t magnitude = (uint32_t)(half & 0x7FFF) << 13;
    uint32_t bits = float_bits(float_from_bits(magnitude) * 0x1p112f);
    bits |= (half & 0x7C00) == 0x7C00 ? FLOAT_INFINITY : 0;
    return float_from_bits(bits | (uint32_t)(half & 0x8000) << 16);
}

/* Drops the lowest `drop` bits: nearest, ties to even. A carry runs from the mantissa into the
 * exponent, as it should; from the largest number it makes infinity. */
static inline uint32_t round_off(uint32_t bits, int drop)
{
    return (bits + (1u << (drop - 1)) - 1 + (bits >> drop & 1)) >> drop;
}

static inline uint16_t half_from_float(float x)
{
    uint32_t magnitude = float_bits(x) & ~FLOAT_SIGN;
    /* A float in [0.5, 1) counts in steps of 2^-24, as subnormal halves do: adding 0.5 rounds to such a step. */
    uint32_t subnormal = float_bits(float_from_bits(magnitude) + 0.5f) - float_bits(0.5f);
    uint32_t normal = round_off(magnitude - (112u << 23), 13);
    uint32_t half = magnitude < float_bits(0x1p-14f) ? subnormal : normal;
    half = magnitude >= float_bits(0x1p16f) ? 0x7C00 : half;
    half = magnitude > FLOAT_INFINITY ? 0x7E00 | (magnitude >> 13 & 0x3FF) : half;
    return (uint16_t)(half | (float_bits(x) & FLOAT_SIGN) >> 16);
}

static inline float brain_to_float(uint16_t brain)
{
    return float_from_bits((uint32_t)brain << 16);
}

static inline uint16_t brain_from_float(float x)
{
    uint32_t bits = float_bits(x);
    bool is_nan = (bits & ~FLOAT_SIGN) > FLOAT_INFINITY;
    return (uint16_t)(is_nan ? (bits | FLOAT_QUIET) >> 16 : round_off(bits, 16));
}

/* Defines NAME_to_real, which reads numbers stored as `type`; `convert` makes a Real of such an x. */
#define DEFINE_READER(name, type, convert)                                                                             \
    static void name##_to_real(Real *out, const unsigned char *in, int64_t count)                                      \
    {                                                                                                                  \
        for (int64_t i = 0; i < count; i++) {                                                                          \
            type x;                                                                                                    \
            memcpy(&x, in + i * (int64_t)sizeof x, sizeof x);                                                          \
            out[i] = convert;                                                                                          \
        }                                                                                                              \
    }

DEFINE_READER(F64, double, (Real)x)
DEFINE_READER(F32, float, (Real)x)
DEFINE_READER(F16, uint16_t, (Real)half_to_float(x))
DEFINE_READER(BF16, uint16_t, (Real)brain_to_float(x))
DEFINE_READER(I64, int64_t, (Real)x)
DEFINE_READER(I32, int32_t, (Real)x)
DEFINE_READER(I16, int16_t, (Real)x)
DEFINE_READER(I8, int8_t, (Real)x)
DEFINE_READER(U64, uint64_t, (Real)x)
DEFINE_READER(U32, uint32_t, (Real)x)
DEFINE_READER(U16, uint16_t, (Real)x)
DEFINE_READER(U8, uint8_t, (Real)x)
DEFINE_READER(BOOL, uint8_t, (Real)(x != 0))

/* Defines NAME_from_real, which stores what `convert` makes of a Real x as `type`. */
#define DEFINE_WRITER(name, type, convert)                                                                             \
    static void name##_from_real(unsigned char *out, const Real *in, int64_t count)                                    \
    {                                                                                                                  \
        for (int64_t i = 0; i < count; i++) {                                                                          \
            Real x = in[i];                                                                                            \
            type stored = convert;                                                                                     \
            memcpy(out + i * (int64_t)sizeof stored, &stored, sizeof stored);                                          \
        }                                                                                                              \
    }

DEFINE_WRITER(F64, double, (double)x)
DEFINE_WRITER(F32, float, (float)x)
DEFINE_WRITER(F16, uint16_t, half_from_float((float)x))
DEFINE_WRITER(BF16, uint16_t, brain_from_float((float)x))

void dtype_to_real(Real *out, const void *in, Dtype dtype, int64_t count)
{
    static void (*const readers[])(Real *, const unsigned char *, int64_t) = {
#define DTYPE_READER(name, bytes, is_float) [DTYPE_##name] = name##_to_real,
        DTYPE_LIST(DTYPE_READER)
#undef DTYPE_READER
    };
    readers[dtype](out, in, count);
}

void dtype_from_real(void *out, const Real *in, Dtype dtype, int64_t count)
{
    static void (*const writers[])(unsigned char *, const Real *, int64_t) = {
        [DTYPE_F64] = F64_from_real,
        [DTYPE_F32] = F32_from_real,
        [DTYPE_F16] = F16_from_real,
        [DTYPE_BF16] = BF16_from_real,
    };
    writers[dtype](out, in, count);
}
