#include "corpus/holdout.h"

#include <stddef.h>
#include <stdint.h>

/* FNV-1a, and a separator that is in no word. */
static uint64_t hash_add(uint64_t hash, const char *text)
{
    for (; text && *text; text++)
        hash = (hash ^ (unsigned char)*text) * 0x100000001b3u;
    return (hash ^ 0x1f) * 0x100000001b3u;
}

bool holdout_is_held(int share, const char *key, const char *first, const char *second)
{
    uint64_t hash = hash_add(hash_add(hash_add(0xcbf29ce484222325u, key), first), second);
    hash = (hash ^ hash >> 33) * 0xff51afd7ed558ccdu; /* FNV's low bits alone are too regular */
    return (hash ^ hash >> 33) % (unsigned)share == 0;
}
