/* AVX-512: 32 registers of 64 bytes. */
#include "tensor/isa.h"

#ifdef __x86_64__

#define ISA              avx512
#define ISA_TARGET       __attribute__((target("avx512f,avx512dq,avx512vl,avx512bw,avx2,fma")))
#define ISA_VECTOR_BYTES 64
#define ISA_TILE_ROWS    12 /* 12 x 2 vectors of sums, 2 of B */
#define ISA_TILE_VECTORS 2
#define ISA_STREAM_ROWS  6 /* 6 x 4 vectors of sums, 6 of A, 1 of B */

static bool isa_available(void)
{
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("fma");
}

#include "tensor/kernels.inc"

#endif
