/* Hangul syllables and their parts.
 *
 * A syllable is one code point that spells out its three letters (Unicode, chapter 3.12):
 * 0xAC00 + (initial * 21 + medial) * 28 + final, where final 0 means an open syllable.
 */
#ifndef CORPUS_HANGUL_H
#define CORPUS_HANGUL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

typedef struct Syllable {
    int initial, medial, final;
} Syllable;

/* The letters that Korean grammar asks for, by their number. */
enum {
    INITIAL_NIEUN = 2,
    INITIAL_RIEUL = 5,
    INITIAL_BIEUP = 7,
    INITIAL_SIOT = 9,
    INITIAL_IEUNG = 11,
};
enum {
    MEDIAL_A = 0,
    MEDIAL_AE = 1,
    MEDIAL_YA = 2,
    MEDIAL_YAE = 3,
    MEDIAL_EO = 4,
    MEDIAL_E = 5,
    MEDIAL_YEO = 6,
    MEDIAL_O = 8,
    MEDIAL_WA = 9,
    MEDIAL_WAE = 10,
    MEDIAL_OE = 11,
    MEDIAL_U = 13,
    MEDIAL_WEO = 14,
    MEDIAL_EU = 18,
    MEDIAL_I = 20,
};
enum {
    FINAL_NONE = 0,
    FINAL_NIEUN = 4,
    FINAL_DIGEUT = 7,
    FINAL_RIEUL = 8,
    FINAL_RIEUL_MIEUM = 10,
    FINAL_MIEUM = 16,
    FINAL_BIEUP = 17,
    FINAL_SIOT = 19,
    FINAL_SSANG_SIOT = 20,
    FINAL_HIEUT = 27,
};

bool hangul_split(uint32_t code_point, Syllable *syllable);
uint32_t hangul_join(Syllable syllable);

/* The syllable that ends `text`; false where something else does. Hangul syllables take 3 bytes each. */
bool hangul_last(const char *text, size_t length, Syllable *syllable);

/* The syllable that starts `text`; false where something else does. */
bool hangul_first(const char *text, size_t length, Syllable *syllable);

void hangul_append(Buffer *out, Syllable syllable);

/* Puts `syllable` in the place of the one that ends `out`. */
void hangul_replace_last(Buffer *out, Syllable syllable);

#endif
