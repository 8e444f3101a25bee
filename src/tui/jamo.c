#include "tui/jamo.h"

#include <string.h>

/* U+3131 ㄱ to U+3163 ㅣ: the compatibility jamo, in the order of Unicode. */
static const char *const compatibility[] = {
    "r", "R", "rt", "s", "sw", "sg", "e",  "E",  "f", "fr", "fa", "fq", "ft", "fx", "fv", "fg", "a",
    "q", "Q", "qt", "t", "T",  "d",  "w",  "W",  "c", "z",  "x",  "v",  "g",  "k",  "o",  "i",  "O",
    "j", "p", "u",  "P", "h",  "hk", "ho", "hl", "y", "n",  "nj", "np", "nl", "b",  "m",  "ml", "l",
};

/* The parts of a syllable, as indices into that table: initial, vowel, final (0: none, counted from one). */
static const unsigned char initials[] = {0, 1, 3, 6, 7, 8, 16, 17, 18, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29};
enum { FIRST_VOWEL = 30, VOWELS = 21, FINALS = 27 };
static const unsigned char finals[FINALS + 1] = {0,  0,  1,  2,  3,  4,  5,  6,  8,  9,  10, 11, 12, 13,
                                                 14, 15, 16, 17, 19, 20, 21, 22, 23, 25, 26, 27, 28, 29};

static const char *final_keys(uint32_t index)
{
    return index ? compatibility[finals[index]] : "";
}

static bool within(uint32_t code_point, uint32_t first, uint32_t last)
{
    return code_point >= first && code_point <= last;
}

int jamo_keys(uint32_t code_point, char keys[JAMO_KEYS_MOST])
{
    *keys = '\0';
    if (within(code_point, 0x3131, 0x3163)) {
        strcat(keys, compatibility[code_point - 0x3131]);
    } else if (within(code_point, 0xAC00, 0xD7A3)) {
        uint32_t index = code_point - 0xAC00, rhyme = index % (VOWELS * (FINALS + 1));
        strcat(keys, compatibility[initials[index / (VOWELS * (FINALS + 1))]]);
        strcat(keys, compatibility[FIRST_VOWEL + rhyme / (FINALS + 1)]);
        strcat(keys, final_keys(rhyme % (FINALS + 1)));
    } else if (within(code_point, 0x1100, 0x1112)) { /* decomposed, as some systems deliver them */
        strcat(keys, compatibility[initials[code_point - 0x1100]]);
    } else if (within(code_point, 0x1161, 0x1175)) {
        strcat(keys, compatibility[FIRST_VOWEL + code_point - 0x1161]);
    } else if (within(code_point, 0x11A8, 0x11C2)) {
        strcat(keys, final_keys(code_point - 0x11A7));
    }
    return (int)strlen(keys);
}
