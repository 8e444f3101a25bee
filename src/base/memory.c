#include "base/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

void *memory_new(size_t count, size_t size)
{
    void *memory = calloc(count ? count : 1, size ? size : 1);
    if (!memory)
        abort();
    return memory;
}

/* Memory is handed out page by page as it is first written, which takes longer than writing it. For large pieces the
 * system is asked for large pages; where it has none, nothing is lost. */
static void *memory_large(size_t bytes)
{
    enum { LARGE_PAGE = 2 << 20 };
    void *memory = aligned_alloc(LARGE_PAGE, (bytes + LARGE_PAGE - 1) / LARGE_PAGE * LARGE_PAGE);
#ifdef MADV_HUGEPAGE
    if (memory)
        madvise(memory, bytes, MADV_HUGEPAGE);
#endif
    return memory;
}

void *memory_try_unset(size_t count, size_t size)
{
    enum { CACHE_LINE = 64, LARGE = 8 << 20 };
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes) || bytes > PTRDIFF_MAX - LARGE)
        return NULL;
    if (bytes >= LARGE)
        return memory_large(bytes);
    /* aligned_alloc wants whole lines, at least one. */
    return aligned_alloc(CACHE_LINE, (bytes + CACHE_LINE) / CACHE_LINE * CACHE_LINE);
}

void *memory_try(size_t count, size_t size)
{
    void *memory = memory_try_unset(count, size);
    if (memory)
        memset(memory, 0, count * size);
    return memory;
}

void *memory_grow(void *array, size_t *capacity, size_t needed, size_t size)
{
    if (array && needed <= *capacity)
        return array;
    size_t wanted = *capacity < 8 ? 8 : *capacity;
    while (wanted < needed)
        wanted *= 2;
    array = realloc(array, wanted * size);
    if (!array)
        abort();
    *capacity = wanted;
    return array;
}

char *memory_copy_text(const char *text, size_t length)
{
    char *copy = memory_new(length + 1, 1);
    if (length)
        memcpy(copy, text, length);
    return copy;
}
