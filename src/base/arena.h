/* An arena: many small things that die together.
 *
 * What arena_* returns belongs to the arena and lives until arena_free. Nothing is freed alone.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

typedef struct ArenaBlock ArenaBlock;

typedef struct Arena {
    ArenaBlock *newest; /* zero-initialised means empty */
} Arena;

/* `count` zeroed elements of `size` bytes. Never NULL (see memory.h on exhaustion). */
__attribute__((returns_nonnull)) void *arena_new(Arena *arena, size_t count, size_t size);

/* A terminated copy of `length` bytes. */
__attribute__((returns_nonnull)) char *arena_text(Arena *arena, const char *text, size_t length);

/* A terminated string made by printf's rules. */
__attribute__((returns_nonnull, format(printf, 2, 3))) char *arena_format(Arena *arena, const char *format, ...);

void arena_free(Arena *arena);

#endif
