#include "draw/font.h"

#include <fontconfig/fontconfig.h>
#include <ft2build.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include FT_FREETYPE_H

#include "base/memory.h"
#include "base/utf8.h"

/* What we ask fontconfig for, in this order; it appends every other font as a fallback. */
static const struct {
    const char *families[3];
    int weight;
} wishes[FONT_FACES] = {
    [FONT_REGULAR] = {{"DejaVu Sans", "NanumGothic"}, FC_WEIGHT_REGULAR},
    [FONT_BOLD] = {{"DejaVu Sans", "NanumGothic"}, FC_WEIGHT_BOLD},
    [FONT_MONO] = {{"DejaVu Sans Mono", "NanumGothicCoding"}, FC_WEIGHT_REGULAR},
};

/* A font file of a fallback list, opened when its first glyph is needed. */
typedef struct FontFile {
    FcCharSet *covers; /* owned by the list's pattern */
    FT_Face face;
    bool tried;
} FontFile;

typedef struct FontList {
    FcFontSet *found;
    FontFile *files; /* one per pattern of `found` */
} FontList;

struct Font {
    FcConfig *config;
    FT_Library library;
    FontList lists[FONT_FACES];
};

static FcPattern *font_wish(int face)
{
    FcPattern *pattern = FcPatternCreate();
    for (int i = 0; wishes[face].families[i]; i++)
        FcPatternAddString(pattern, FC_FAMILY, (const FcChar8 *)wishes[face].families[i]);
    FcPatternAddInteger(pattern, FC_WEIGHT, wishes[face].weight);
    FcPatternAddBool(pattern, FC_SCALABLE, FcTrue);
    return pattern;
}

static void font_list_open(Font *font, int face)
{
    FontList *list = &font->lists[face];
    FcPattern *wish = font_wish(face);
    FcConfigSubstitute(font->config, wish, FcMatchPattern);
    FcDefaultSubstitute(wish);
    FcResult result;
    list->found = FcFontSort(font->config, wish, FcTrue, NULL, &result);
    FcPatternDestroy(wish);
    int count = list->found ? list->found->nfont : 0;
    list->files = memory_new((size_t)count, sizeof *list->files);
    for (int i = 0; i < count; i++)
        FcPatternGetCharSet(list->found->fonts[i], FC_CHARSET, 0, &list->files[i].covers);
}

Status font_open(Font **out, Error *error)
{
    Font *font = memory_new(1, sizeof *font);
    font->config = FcInitLoadConfigAndFonts();
    bool ready = font->config && !FT_Init_FreeType(&font->library);
    for (int face = 0; ready && face < FONT_FACES; face++)
        font_list_open(font, face);
    if (ready && font->lists[FONT_REGULAR].found && font->lists[FONT_REGULAR].found->nfont > 0) {
        *out = font;
        return STATUS_OK;
    }
    font_close(font);
    return error_set(error, STATUS_NOT_FOUND,
                     "fonts: fontconfig finds none; install fonts-dejavu-core, and fonts-nanum for Hangul");
}

void font_close(Font *font)
{
    if (!font)
        return;
    for (int face = 0; face < FONT_FACES; face++) {
        FontList *list = &font->lists[face];
        for (int i = 0; list->found && i < list->found->nfont; i++)
            if (list->files[i].face)
                FT_Done_Face(list->files[i].face);
        free(list->files);
        if (list->found)
            FcFontSetDestroy(list->found);
    }
    if (font->library)
        FT_Done_FreeType(font->library);
    if (font->config)
        FcConfigDestroy(font->config);
    free(font);
}

static FT_Face font_file_face(Font *font, FcPattern *pattern, FontFile *file)
{
    if (file->tried)
        return file->face;
    file->tried = true;
    FcChar8 *path;
    int index = 0;
    FcPatternGetInteger(pattern, FC_INDEX, 0, &index);
    bool named = FcPatternGetString(pattern, FC_FILE, 0, &path) == FcResultMatch;
    if (!named || FT_New_Face(font->library, (const char *)path, index & 0xFFFF, &file->face))
        file->face = NULL;
    if (file->face && !FT_IS_SCALABLE(file->face)) {
        FT_Done_Face(file->face);
        file->face = NULL;
    }
    return file->face;
}

/* The first face of the list that has this character, set to `size`; NULL where none has. */
static FT_Face font_face_for(Font *font, FontFace face, double size, uint32_t code_point)
{
    FontList *list = &font->lists[face];
    for (int i = 0; list->found && i < list->found->nfont; i++) {
        FontFile *file = &list->files[i];
        if (!file->covers || !FcCharSetHasChar(file->covers, code_point))
            continue;
        FT_Face found = font_file_face(font, list->found->fonts[i], file);
        if (!found || !FT_Get_Char_Index(found, code_point))
            continue;
        FT_Set_Char_Size(found, 0, (FT_F26Dot6)lround(size * 64), 72, 72);
        return found;
    }
    return NULL;
}

bool font_has(Font *font, FontFace face, uint32_t code_point)
{
    const double any_size = 16;
    return font_face_for(font, face, any_size, code_point) != NULL;
}

static bool font_is_invisible(uint32_t c)
{
    return c == 0x200B || c == 0x200C || c == 0x200D || (c >= 0xFE00 && c <= 0xFE0F);
}

/* The next character of a text, U+FFFD for an invalid byte. */
static uint32_t font_next(const char *text, size_t length, size_t *at)
{
    uint32_t code_point = 0xFFFD;
    int bytes = utf8_decode(text + *at, length - *at, &code_point);
    *at += bytes ? (size_t)bytes : 1;
    return code_point;
}

static const double BOX_WIDTH = 0.95, BOX_HEIGHT = 0.85; /* of the em */

static double font_advance(Font *font, FontFace face, double size, uint32_t code_point)
{
    if (font_is_invisible(code_point))
        return 0;
    FT_Face found = font_face_for(font, face, size, code_point);
    if (!found)
        return (BOX_WIDTH + 0.1) * size;
    FT_Set_Transform(found, NULL, NULL);
    if (FT_Load_Char(found, code_point, FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP))
        return size / 2;
    return (double)found->glyph->linearHoriAdvance / 65536.0;
}

double font_width(Font *font, FontFace face, double size, const char *text, size_t length)
{
    double width = 0;
    for (size_t at = 0; at < length;)
        width += font_advance(font, face, size, font_next(text, length, &at));
    return width;
}

static void font_blend(Image *image, const FT_GlyphSlot glyph, int x, int y, Rgb color)
{
    const FT_Bitmap *bitmap = &glyph->bitmap;
    if (bitmap->pixel_mode != FT_PIXEL_MODE_GRAY)
        return;
    for (unsigned row = 0; row < bitmap->rows; row++)
        for (unsigned column = 0; column < bitmap->width; column++) {
            int coverage = bitmap->buffer[(ptrdiff_t)row * bitmap->pitch + column];
            if (coverage)
                image_blend(image, x + glyph->bitmap_left + (int)column, y - glyph->bitmap_top + (int)row, color,
                            coverage);
        }
}

static void font_draw_glyph(FT_Face face, Image *image, FontPen pen, uint32_t code_point)
{
    double angle = pen.degrees * M_PI / 180, whole_x = floor(pen.x), whole_y = floor(pen.y);
    FT_Matrix turn = {(FT_Fixed)(cos(angle) * 65536), (FT_Fixed)(-sin(angle) * 65536), (FT_Fixed)(sin(angle) * 65536),
                      (FT_Fixed)(cos(angle) * 65536)};
    /* The part of a pixel that is left over; FreeType's y points up. */
    FT_Vector rest = {(FT_Pos)((pen.x - whole_x) * 64), (FT_Pos)(-(pen.y - whole_y) * 64)};
    FT_Set_Transform(face, &turn, &rest);
    if (!FT_Load_Char(face, code_point, FT_LOAD_RENDER | FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP))
        font_blend(image, face->glyph, (int)whole_x, (int)whole_y, pen.color);
}

/* A point `along` and `above` the baseline that starts at the pen. */
static FontPen font_pen_at(FontPen pen, double along, double above)
{
    double angle = pen.degrees * M_PI / 180;
    pen.x += along * cos(angle) - above * sin(angle);
    pen.y -= along * sin(angle) + above * cos(angle);
    return pen;
}

/* The box of a character that no font has: its code point in two rows of hex digits. */
static void font_draw_box(Font *font, Image *image, FontPen pen, uint32_t code_point)
{
    double width = BOX_WIDTH * pen.size, height = BOX_HEIGHT * pen.size, low = -0.1 * pen.size;
    const double corners[5][2] = {{0, low}, {width, low}, {width, low + height}, {0, low + height}, {0, low}};
    for (int i = 0; i < 4; i++) {
        FontPen from = font_pen_at(pen, corners[i][0], corners[i][1]);
        FontPen to = font_pen_at(pen, corners[i + 1][0], corners[i + 1][1]);
        image_line(image, from.x, from.y, to.x, to.y, 1, pen.color);
    }
    char hex[9];
    int digits = snprintf(hex, sizeof hex, code_point > 0xFFFF ? "%06X" : "%04X", (unsigned)code_point),
        half = digits / 2;
    double size = pen.size * 0.42;
    for (int row = 0; row < 2; row++)
        for (int i = 0; i < half; i++) {
            uint32_t digit = (unsigned char)hex[row * half + i];
            FT_Face face = font_face_for(font, FONT_REGULAR, size, digit);
            FontPen place = font_pen_at(pen, (0.1 + 0.85 * i / half) * width, low + (row ? 0.1 : 0.55) * height);
            if (face)
                font_draw_glyph(face, image, place, digit);
        }
}

void font_draw(Font *font, Image *image, FontPen pen, const char *text, size_t length)
{
    for (size_t at = 0; at < length;) {
        uint32_t code_point = font_next(text, length, &at);
        if (font_is_invisible(code_point))
            continue;
        double advance = font_advance(font, pen.face, pen.size, code_point);
        FT_Face face = font_face_for(font, pen.face, pen.size, code_point);
        if (face)
            font_draw_glyph(face, image, pen, code_point);
        else
            font_draw_box(font, image, pen, code_point);
        pen = font_pen_at(pen, advance, 0);
    }
}
