#include "corpus/hangul.h"

#include "base/utf8.h"

enum { FIRST = 0xAC00, LAST = 0xD7A3, MEDIALS = 21, FINALS = 28, SYLLABLE_BYTES = 3 };

bool hangul_split(uint32_t code_point, Syllable *syllable)
{
    if (code_point < FIRST || code_point > LAST)
        return false;
    int number = (int)(code_point - FIRST);
    *syllable =
        (Syllable){.initial = number / FINALS / MEDIALS, .medial = number / FINALS % MEDIALS, .final = number % FINALS};
    return true;
}

uint32_t hangul_join(Syllable syllable)
{
    return FIRST + (uint32_t)((syllable.initial * MEDIALS + syllable.medial) * FINALS + syllable.final);
}

bool hangul_first(const char *text, size_t length, Syllable *syllable)
{
    uint32_t code_point;
    return length >= SYLLABLE_BYTES && utf8_decode(text, length, &code_point) && hangul_split(code_point, syllable);
}

bool hangul_last(const char *text, size_t length, Syllable *syllable)
{
    return length >= SYLLABLE_BYTES && hangul_first(text + length - SYLLABLE_BYTES, SYLLABLE_BYTES, syllable);
}

void hangul_append(Buffer *out, Syllable syllable)
{
    char bytes[4];
    buffer_append(out, bytes, (size_t)utf8_encode(hangul_join(syllable), bytes));
}

void hangul_replace_last(Buffer *out, Syllable syllable)
{
    out->length -= SYLLABLE_BYTES;
    hangul_append(out, syllable);
}
