/* A hash map from byte strings to ints: token to id, tensor name to index.
 *
 * Zero-initialise to start; map_free when done. Keys are not copied: they must outlive the map.
 */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct MapEntry {
    const char *key; /* NULL: free */
    size_t length;
    int32_t value;
} MapEntry;

typedef struct Map {
    MapEntry *entries; /* open addressing; capacity is a power of two */
    size_t count, capacity;
} Map;

/* Makes room for `count` keys at once, so that filling the map does not rehash. */
void map_reserve(Map *map, size_t count);

/* Adds a key; returns false and changes nothing where it is there already. */
bool map_add(Map *map, const char *key, size_t length, int32_t value);

/* The value of a key, or NULL. Valid until the next map_add. */
const int32_t *map_find(const Map *map, const char *key, size_t length);

void map_free(Map *map);

#endif
