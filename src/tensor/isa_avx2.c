/* AVX2 with fused multiply-add: 16 registers of 32 bytes. */
#include "tensor/isa.h"

#ifdef __x86_64__

#define ISA              avx2
#define ISA_TARGET       __attribute__((target("avx2,fma")))
#define ISA_VECTOR_BYTES 32
#define ISA_TILE_ROWS    4 /* 4 x 3 vectors of sums, 3 of B, 1 of A */
#define ISA_TILE_VECTORS 3
#define ISA_STREAM_ROWS  2 /* 2 x 4 vectors of sums, 2 of A, 1 of B */

static bool isa_available(void)
{
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}

#include "tensor/kernels.inc"

#endif
