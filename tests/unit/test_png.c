/* PNG files read back with libpng itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <png.h>
#include <string.h>

#include "draw/png.h"

typedef struct Source {
    const char *bytes;
    size_t left;
} Source;

static void source_read(png_structp png, png_bytep out, png_size_t count)
{
    Source *source = png_get_io_ptr(png);
    if (count > source->left)
        png_error(png, "too short");
    memcpy(out, source->bytes, count);
    source->bytes += count;
    source->left -= count;
}

typedef struct Picture {
    png_structp png;
    png_infop info;
    png_bytepp rows;
} Picture;

static Picture read_back(const Buffer *bytes, Source *source)
{
    Picture picture = {.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL)};
    picture.info = png_create_info_struct(picture.png);
    *source = (Source){bytes->bytes, bytes->length};
    png_set_read_fn(picture.png, source, source_read);
    png_read_png(picture.png, picture.info, PNG_TRANSFORM_IDENTITY, NULL);
    picture.rows = png_get_rows(picture.png, picture.info);
    return picture;
}

static const char *text_of(const Picture *picture, const char *key, int *compression)
{
    png_textp texts;
    int count = 0;
    png_get_text(picture->png, picture->info, &texts, &count);
    for (int i = 0; i < count; i++)
        if (!strcmp(texts[i].key, key)) {
            *compression = texts[i].compression;
            return texts[i].text;
        }
    return NULL;
}

static void test_pixels_and_texts_come_back(void **state)
{
    (void)state;
    Image image;
    Buffer bytes = {0};
    Source source;
    assert_int_equal(image_init(&image, 7, 5, NULL), STATUS_OK);
    image_fill(&image, 2, 3, 1, 1, (Rgb){10, 20, 30});
    const PngText texts[] = {{"Title", "Layer 0, head 1"},
                             {"stepformer:prompt", "은행 앞에 가서 돈을 찾았다"},
                             {"stepformer:value", "bad \xFF byte"}};
    assert_int_equal(png_encode(&image, texts, 3, &bytes, NULL), STATUS_OK);
    Picture picture = read_back(&bytes, &source);
    assert_int_equal(png_get_image_width(picture.png, picture.info), 7);
    assert_int_equal(png_get_image_height(picture.png, picture.info), 5);
    assert_memory_equal(picture.rows[3] + 6, ((unsigned char[]){10, 20, 30}), 3);
    assert_memory_equal(picture.rows[3] + 9, ((unsigned char[]){255, 255, 255}), 3);
    int compression = -1;
    assert_string_equal(text_of(&picture, "Title", &compression), "Layer 0, head 1");
    assert_int_equal(compression, PNG_TEXT_COMPRESSION_NONE);
    assert_string_equal(text_of(&picture, "stepformer:prompt", &compression), "은행 앞에 가서 돈을 찾았다");
    assert_int_equal(compression, PNG_ITXT_COMPRESSION_NONE);
    assert_string_equal(text_of(&picture, "stepformer:value", &compression), "bad <FF> byte");
    png_destroy_read_struct(&picture.png, &picture.info, NULL);
    buffer_free(&bytes);
    image_free(&image);
}

static void test_a_folder_that_is_not_there_is_an_error(void **state)
{
    (void)state;
    Image image;
    Error error;
    assert_int_equal(image_init(&image, 1, 1, NULL), STATUS_OK);
    assert_int_not_equal(png_write("/nonexistent/picture.png", &image, NULL, 0, &error), STATUS_OK);
    assert_non_null(strstr(error.message, "/nonexistent/picture.png"));
    image_free(&image);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pixels_and_texts_come_back),
        cmocka_unit_test(test_a_folder_that_is_not_there_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
