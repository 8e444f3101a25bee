#include "cli/peak.h"

#include <string.h>

#include "tensor/isa.h"

enum { STEPS = 1 << 18, SUMS = 12 }; /* as many independent sums as hide the latency of a multiply-add twice over */

/* x = x * 0.5 + 1 goes to 2 and stays there: no overflow, no slow small numbers. The sums begin apart and the result
 * depends on all of them, so that the compiler can leave none out. */
#define PEAK_FUNCTION(name, target, bytes)                                                                             \
    target static double name(void)                                                                                    \
    {                                                                                                                  \
        typedef float Vector __attribute__((vector_size(bytes)));                                                      \
        enum { LANES = bytes / sizeof(float) };                                                                        \
        Vector sum[SUMS], half = (Vector){0} + 0.5f, one = (Vector){0} + 1;                                            \
        double total = 0;                                                                                              \
        for (int i = 0; i < SUMS; i++)                                                                                 \
            sum[i] = (Vector){0} + (float)i;                                                                           \
        for (int step = 0; step < STEPS; step++) {                                                                     \
            _Pragma("GCC unroll 12") for (int i = 0; i < SUMS; i++) sum[i] = sum[i] * half + one;                      \
            __asm__ volatile("");                                                                                      \
        }                                                                                                              \
        for (int i = 0; i < SUMS * LANES; i++)                                                                         \
            total += sum[i / LANES][i % LANES];                                                                        \
        return total > 0 ? 2.0 * STEPS * SUMS * LANES : 0;                                                             \
    }

PEAK_FUNCTION(peak_baseline, , 16)

#ifdef __x86_64__
PEAK_FUNCTION(peak_avx2, __attribute__((target("avx2,fma"))), 32)
PEAK_FUNCTION(peak_avx512, __attribute__((target("avx512f,fma"))), 64)
#endif

double peak_multiply_add(void)
{
    const char *isa = isa_best()->name;
#ifdef __x86_64__
    if (!strcmp(isa, "avx512"))
        return peak_avx512();
    if (!strcmp(isa, "avx2"))
        return peak_avx2();
#endif
    (void)isa;
    return peak_baseline();
}
