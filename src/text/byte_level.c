#include "text/byte_level.h"

#include <stdint.h>

#include "base/utf8.h"

static bool is_printable_latin1(unsigned byte)
{
    return (byte >= '!' && byte <= '~') || (byte >= 0xA1 && byte <= 0xAC) || (byte >= 0xAE && byte <= 0xFF);
}

/* How many bytes below this one needed a character of their own. The gaps are 00-20, 7F-A0 and AD. */
static unsigned byte_level_rank(unsigned byte)
{
    if (byte <= 0x20)
        return byte;
    if (byte <= 0xA0)
        return 0x21 + byte - 0x7F;
    return 0x21 + 0x22;
}

static uint32_t byte_level_character(unsigned byte)
{
    return is_printable_latin1(byte) ? byte : 0x100 + byte_level_rank(byte);
}

/* The byte that a character spells; -1 where none. */
static int byte_level_byte(uint32_t character)
{
    if (character < 0x100)
        return is_printable_latin1(character) ? (int)character : -1;
    uint32_t rank = character - 0x100;
    if (rank <= 0x20)
        return (int)rank;
    if (rank < 0x21 + 0x22)
        return (int)(rank - 0x21 + 0x7F);
    return rank == 0x21 + 0x22 ? 0xAD : -1;
}

void byte_level_encode(const char *bytes, size_t length, Buffer *out)
{
    for (size_t i = 0; i < length; i++) {
        char character[4];
        int written = utf8_encode(byte_level_character((unsigned char)bytes[i]), character);
        buffer_append(out, character, (size_t)written);
    }
}

bool byte_level_decode(const char *text, size_t length, Buffer *out)
{
    size_t before = out->length;
    for (size_t at = 0; at < length;) {
        uint32_t character;
        int taken = utf8_decode(text + at, length - at, &character);
        int byte = taken ? byte_level_byte(character) : -1;
        if (byte < 0) {
            out->length = before;
            return false;
        }
        buffer_append(out, &(char){(char)byte}, 1);
        at += (size_t)taken;
    }
    return true;
}
