#include "base/map.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* FNV-1a, 64 bits: http://www.isthe.com/chongo/tech/comp/fnv/ */
static uint64_t map_hash(const char *key, size_t length)
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)key[i]) * 0x100000001b3u;
    return hash ^ hash >> 32;
}

/* The entry that holds the key, or the free one where it would go. */
static MapEntry *map_slot(const Map *map, const char *key, size_t length)
{
    size_t mask = map->capacity - 1;
    for (size_t at = map_hash(key, length) & mask;; at = (at + 1) & mask) {
        MapEntry *entry = &map->entries[at];
        if (!entry->key || (entry->length == length && !memcmp(entry->key, key, length)))
            return entry;
    }
}

void map_reserve(Map *map, size_t count)
{
    size_t capacity = map->capacity ? map->capacity : 16;
    while (capacity < 2 * count) /* at most half full: probes stay short */
        capacity *= 2;
    if (capacity == map->capacity)
        return;
    Map larger = {.entries = memory_new(capacity, sizeof(MapEntry)), .count = map->count, .capacity = capacity};
    for (size_t i = 0; i < map->capacity; i++)
        if (map->entries[i].key)
            *map_slot(&larger, map->entries[i].key, map->entries[i].length) = map->entries[i];
    free(map->entries);
    *map = larger;
}

bool map_add(Map *map, const char *key, size_t length, int32_t value)
{
    map_reserve(map, map->count + 1);
    MapEntry *entry = map_slot(map, key, length);
    if (entry->key)
        return false;
    *entry = (MapEntry){.key = key, .length = length, .value = value};
    map->count++;
    return true;
}

const int32_t *map_find(const Map *map, const char *key, size_t length)
{
    if (!map->count)
        return NULL;
    const MapEntry *entry = map_slot(map, key, length);
    return entry->key ? &entry->value : NULL;
}

void map_free(Map *map)
{
    free(map->entries);
    *map = (Map){0};
}
