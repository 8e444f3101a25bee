#include "tensor/isa.h"

#include <stdatomic.h>
#include <stddef.h>

#define ISA_LIST_X86(X)                                                                                                \
    X(avx512)                                                                                                          \
    X(avx2)

#define ISA_DECLARE(name) extern const Isa isa_##name;
#define ISA_POINTER(name) &isa_##name,

#ifdef __x86_64__
ISA_LIST_X86(ISA_DECLARE)
#endif
ISA_DECLARE(baseline)

const Isa *const isa_list[] = {
#ifdef __x86_64__
    ISA_LIST_X86(ISA_POINTER)
#endif
        ISA_POINTER(baseline) NULL,
};

const Isa *isa_best(void)
{
    static _Atomic(const Isa *) found; /* a constant of the processor, so that threads may find it twice */
    const Isa *isa = atomic_load_explicit(&found, memory_order_relaxed);
    if (isa)
        return isa;
    const Isa *const *candidate = isa_list;
    while (!(*candidate)->available())
        candidate++;
    atomic_store_explicit(&found, *candidate, memory_order_relaxed);
    return *candidate;
}
