/* What every processor of the architecture has: vectors of 16 bytes (SSE2 on x86-64, NEON on AArch64). */
#include "tensor/isa.h"

#define ISA baseline
#define ISA_TARGET
#define ISA_VECTOR_BYTES 16
#ifdef __aarch64__
#define ISA_TILE_ROWS    8 /* 8 x 3 of 32 registers are sums */
#define ISA_TILE_VECTORS 3
#define ISA_STREAM_ROWS  4
#else
#define ISA_TILE_ROWS    4 /* 4 x 2 of 16 registers are sums; without FMA each product needs one too */
#define ISA_TILE_VECTORS 2
#define ISA_STREAM_ROWS  2
#endif

static bool isa_available(void)
{
    return true;
}

#include "tensor/kernels.inc"
