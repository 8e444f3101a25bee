#include "base/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

struct ArenaBlock {
    ArenaBlock *older;
    size_t used, capacity;
    alignas(max_align_t) unsigned char bytes[];
};

static ArenaBlock *arena_block(Arena *arena, size_t bytes)
{
    enum { BLOCK = 16 * 1024 };
    ArenaBlock *block = arena->newest;
    if (block && block->capacity - block->used >= bytes)
        return block;
    size_t capacity = bytes > BLOCK ? bytes : BLOCK;
    block = memory_new(1, sizeof *block + capacity);
    block->capacity = capacity;
    block->older = arena->newest;
    arena->newest = block;
    return block;
}

void *arena_new(Arena *arena, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes))
        abort();
    bytes = (bytes + alignof(max_align_t) - 1) / alignof(max_align_t) * alignof(max_align_t);
    ArenaBlock *block = arena_block(arena, bytes);
    void *memory = block->bytes + block->used;
    block->used += bytes;
    return memory;
}

char *arena_text(Arena *arena, const char *text, size_t length)
{
    char *copy = arena_new(arena, length + 1, 1);
    if (length)
        memcpy(copy, text, length);
    return copy;
}

char *arena_format(Arena *arena, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    char *text = arena_new(arena, (size_t)length + 1, 1);
    vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return text;
}

void arena_free(Arena *arena)
{
    while (arena->newest) {
        ArenaBlock *block = arena->newest;
        arena->newest = block->older;
        free(block);
    }
}
