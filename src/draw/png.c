#include "draw/png.h"

#include <png.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/utf8.h"

static void png_append(png_structp png, png_bytep bytes, png_size_t length)
{
    buffer_append(png_get_io_ptr(png), bytes, length);
}

static void png_keep_quiet(png_structp png, png_const_charp message)
{
    (void)png;
    (void)message;
}

/* libpng's own handler prints; ours keeps the words and jumps back. */
static void png_fail(png_structp png, png_const_charp message)
{
    error_set(png_get_error_ptr(png), STATUS_BAD_DATA, "picture: %s; report it with the command that drew it", message);
    png_longjmp(png, 1);
}

static bool text_is_ascii(const char *text)
{
    while (*text && (unsigned char)*text < 0x80)
        text++;
    return !*text;
}

/* Invalid bytes must not reach an iTXt chunk: the texts are made visible first. Free what it gives. */
static char *text_safe(const char *text)
{
    size_t length = strlen(text), needed = utf8_visible(NULL, 0, text, length, UTF8_LINES) + 1;
    char *safe = memory_new(needed, 1);
    utf8_visible(safe, needed, text, length, UTF8_LINES);
    return safe;
}

static void png_set_texts(png_structp png, png_infop info, const PngText *texts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char *safe = text_safe(texts[i].text);
        bool ascii = text_is_ascii(safe);
        png_text chunk = {
            .compression = ascii ? PNG_TEXT_COMPRESSION_NONE : PNG_ITXT_COMPRESSION_NONE,
            .key = (png_charp)texts[i].key,
            .text = safe,
            .text_length = ascii ? strlen(safe) : 0,
            .itxt_length = ascii ? 0 : strlen(safe),
        };
        png_set_text(png, info, &chunk, 1); /* copies */
        free(safe);
    }
}

/* All that may jump back: no variable of this function is needed after a jump. */
static Status png_write_all(png_structp png, png_infop info, const Image *image, const PngText *texts, size_t count)
{
    if (setjmp(png_jmpbuf(png)))
        return STATUS_BAD_DATA;
    png_set_IHDR(png, info, (png_uint_32)image->width, (png_uint_32)image->height, 8, PNG_COLOR_TYPE_RGB,
                 PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_texts(png, info, texts, count);
    /* Flat colours and hard edges: filters find nothing, and a low level is nearly as small and much faster. */
    png_set_filter(png, 0, PNG_FILTER_NONE);
    png_set_compression_level(png, 4);
    png_write_info(png, info);
    for (int y = 0; y < image->height; y++)
        png_write_row(png, image->pixels + (size_t)y * (size_t)image->width * 3);
    png_write_end(png, info);
    return STATUS_OK;
}

Status png_encode(const Image *image, const PngText *texts, size_t count, Buffer *out, Error *error)
{
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, error, png_fail, png_keep_quiet);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    Status status;
    if (info) {
        png_set_write_fn(png, out, png_append, NULL);
        status = png_write_all(png, info, image, texts, count);
    } else {
        status = error_set(error, STATUS_NO_MEMORY, "picture: libpng cannot start; close other programs and try again");
    }
    png_destroy_write_struct(&png, &info);
    return status;
}

Status png_write(const char *path, const Image *image, const PngText *texts, size_t count, Error *error)
{
    Buffer bytes = {0};
    Status status = png_encode(image, texts, count, &bytes, error);
    if (status == STATUS_OK)
        status = file_write(path, bytes.bytes, bytes.length, error);
    buffer_free(&bytes);
    return status;
}
