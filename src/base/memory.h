/* Allocation in two kinds.
 *
 * memory_new and memory_grow serve small things whose size the program itself decides; when even
 * those fail there is nothing sensible left to do, and they abort(). Sizes that come from a file or
 * a user go through memory_try, which checks the multiplication and returns NULL.
 */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <stddef.h>

/* `count` zeroed elements of `size` bytes; free() it. Never NULL. */
__attribute__((malloc, returns_nonnull)) void *memory_new(size_t count, size_t size);

/* The same, but NULL where count * size overflows or memory is exhausted. Aligned to 64 bytes, so
 * that a vector load never straddles a cache line. free() it. */
__attribute__((malloc)) void *memory_try(size_t count, size_t size);

/* The same without the zeroes, for memory that is about to be written anyway. */
__attribute__((malloc)) void *memory_try_unset(size_t count, size_t size);

/* Makes room for at least `needed` elements in a growing array: returns `array`, moved where it had
 * to be, and updates *capacity (it doubles). New room is not zeroed. */
__attribute__((returns_nonnull)) void *memory_grow(void *array, size_t *capacity, size_t needed, size_t size);

/* A terminated copy of `length` bytes; free() it. */
__attribute__((malloc, returns_nonnull)) char *memory_copy_text(const char *text, size_t length);

#endif
