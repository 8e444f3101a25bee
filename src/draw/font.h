/* Text in pictures: glyphs by FreeType, from the fonts that fontconfig finds for each character.
 *
 * Latin comes from DejaVu Sans and Hangul from NanumGothic where they are installed, everything else
 * from the first installed font that has it. A character that no font has is drawn as a box with its
 * code point in hex. Characters are set one after the other: scripts that need shaping are not joined.
 */
#ifndef DRAW_FONT_H
#define DRAW_FONT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "draw/image.h"

typedef struct Font Font;

typedef enum FontFace { FONT_REGULAR, FONT_BOLD, FONT_MONO, FONT_FACES } FontFace;

typedef struct FontPen {
    double x, y;    /* where the baseline starts */
    double size;    /* pixels an em */
    double degrees; /* counter-clockwise */
    FontFace face;
    Rgb color;
} FontPen;

/* NOT_FOUND where no font at all is installed, naming the package. font_close what it gave. */
Status font_open(Font **out, Error *error);
void font_close(Font *font);

/* Has any installed font this character? Otherwise it is drawn as a box. */
bool font_has(Font *font, FontFace face, uint32_t code_point);

/* Pixels along the baseline. */
double font_width(Font *font, FontFace face, double size, const char *text, size_t length);

void font_draw(Font *font, Image *image, FontPen pen, const char *text, size_t length);

#endif
