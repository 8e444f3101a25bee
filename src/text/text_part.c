#include "text/text_part.h"

#include <string.h>

#include "text/character.h"

size_t text_part(const char *text, size_t length, size_t wanted)
{
    for (size_t at = wanted; at < length; at++) {
        const char *end = memchr(text + at, '\n', length - at);
        if (!end)
            return length;
        at = (size_t)(end - text);
        if (at > 0 && !character_run_at_end(text, at, character_is_space))
            return at;
    }
    return length;
}
