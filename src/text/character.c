#include "text/character.h"

#include <string.h>
#include <utf8proc.h>

#include "base/utf8.h"

static const char *category(uint32_t c)
{
    return utf8proc_category_string((utf8proc_int32_t)c);
}

bool character_is_space(uint32_t c)
{
    return (c >= '\t' && c <= '\r') || c == 0x85 || category(c)[0] == 'Z';
}

bool character_is_number(uint32_t c)
{
    return category(c)[0] == 'N';
}

bool character_is_punctuation(uint32_t c)
{
    return (c < 0x80 && strchr("$+<=>^`|~", (int)c) && c) || category(c)[0] == 'P';
}

/* Letters by Unicode's Alphabetic that are no L: circled and squared Latin ones. */
static bool is_enclosed_letter(uint32_t c)
{
    return (c >= 0x24B6 && c <= 0x24E9) || (c >= 0x1F130 && c <= 0x1F149) || (c >= 0x1F150 && c <= 0x1F169) ||
           (c >= 0x1F170 && c <= 0x1F189);
}

bool character_is_word(uint32_t c)
{
    const char *name = category(c);
    return name[0] == 'L' || name[0] == 'M' || !strcmp(name, "Nd") || !strcmp(name, "Nl") || !strcmp(name, "Pc") ||
           c == 0x200C || c == 0x200D || is_enclosed_letter(c);
}

uint32_t character_before(const char *text, size_t end, size_t *start)
{
    size_t at = end - 1;
    while (at > 0 && ((unsigned char)text[at] & 0xC0) == 0x80)
        at--;
    uint32_t c = 0;
    utf8_decode(text + at, end - at, &c);
    *start = at;
    return c;
}

size_t character_run(const char *text, size_t length, CharacterClass is_in_class)
{
    size_t at = 0;
    uint32_t c;
    int bytes;
    while (at < length && (bytes = utf8_decode(text + at, length - at, &c)) && is_in_class(c))
        at += (size_t)bytes;
    return at;
}

size_t character_run_at_end(const char *text, size_t length, CharacterClass is_in_class)
{
    size_t at = length, start;
    while (at > 0 && is_in_class(character_before(text, at, &start)))
        at = start;
    return length - at;
}
