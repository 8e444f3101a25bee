/* The pixel painter: nothing is lost when cells shrink, states are told apart, sizes have limits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/random.h"
#include "draw/font.h"
#include "draw/palette.h"
#include "draw/pixels.h"

static Image drawn(const Figure *figure, int cell)
{
    Image image;
    Error error = {0};
    Status status = pixels_draw(figure, &(PixelsOptions){.cell = cell}, &image, &error);
    if (status != STATUS_OK)
        fail_msg("%s", error.message);
    return image;
}

static bool same(Rgb a, Rgb b)
{
    return a.r == b.r && a.g == b.g && a.b == b.b;
}

static long count_color(const Image *image, Rgb color)
{
    long count = 0;
    for (int y = 0; y < image->height; y++)
        for (int x = 0; x < image->width; x++)
            count += same(image_at(image, x, y), color);
    return count;
}

/* 512 x 512: zero, but for a one in row r at column 511 - r. */
static void test_no_row_or_column_is_lost_at_512_tokens(void **state)
{
    (void)state;
    enum { N = 512 };
    float *values = calloc((size_t)N * N, sizeof *values);
    for (int row = 0; row < N; row++)
        values[row * N + N - 1 - row] = 1;
    Figure figure;
    figure_init(&figure);
    figure_matrix(&figure, N, N, values, N, 1);
    Image image = drawn(&figure, 0);
    Rgb one = colormap_at(colormap_default(SCALE_SEQUENTIAL), 1);
    int rows = 0, columns = 0, plot_end = image.width - 90; /* the colour bar is at the right */
    for (int y = 0; y < image.height; y++) {
        int found = 0;
        for (int x = 0; x < plot_end; x++)
            found += same(image_at(&image, x, y), one);
        rows += found > 0;
    }
    for (int x = 0; x < plot_end; x++) {
        int found = 0;
        for (int y = 0; y < image.height; y++)
            found += same(image_at(&image, x, y), one);
        columns += found > 0;
    }
    assert_int_equal(rows, N);
    assert_int_equal(columns, N);
    image_free(&image);
    figure_free(&figure);
    free(values);
}

static void test_masked_is_hatched_and_zero_is_not(void **state)
{
    (void)state;
    Figure figure;
    figure_init(&figure);
    figure_matrix(&figure, 2, 2, (float[]){0, 1, 0, 1}, 2, 1);
    Image zero = drawn(&figure, 20);
    assert_int_equal(count_color(&zero, palette_state(CELL_MASKED)), 0);
    figure_cell_state(&figure, &figure.matrix, 0, 0, CELL_MASKED);
    Image masked = drawn(&figure, 20);
    assert_true(count_color(&masked, palette_state(CELL_MASKED)) > 200);
    assert_true(count_color(&masked, palette_state_mark(CELL_MASKED)) > 50);
    assert_true(masked.height >= zero.height); /* the legend explains it */
    image_free(&zero);
    image_free(&masked);
    figure_free(&figure);
}

static void test_nan_and_not_computed_have_marks_of_their_own(void **state)
{
    (void)state;
    Figure figure;
    figure_init(&figure);
    figure_matrix(&figure, 1, 3, (float[]){NAN, 0, 1}, 3, 1);
    figure_cell_state(&figure, &figure.matrix, 0, 1, CELL_NOT_COMPUTED);
    Image image = drawn(&figure, 20);
    assert_true(count_color(&image, palette_state(CELL_NAN)) > 100);
    assert_true(count_color(&image, palette_state_mark(CELL_NOT_COMPUTED)) > 10);
    image_free(&image);
    figure_free(&figure);
}

static void test_no_colour_map_contains_a_state_s_colour(void **state)
{
    (void)state;
    for (int i = 0; colormap_name(i); i++) {
        const Colormap *map;
        assert_int_equal(colormap_find(colormap_name(i), &map, NULL), STATUS_OK);
        for (int step = 0; step <= 1000; step++) {
            assert_false(same(colormap_at(map, step / 1000.0), palette_state(CELL_MASKED)));
            assert_false(same(colormap_at(map, step / 1000.0), palette_state(CELL_NAN)));
        }
    }
}

static void test_all_heads_of_all_layers_at_512_tokens_fit_the_limit(void **state)
{
    (void)state;
    long side = 12 * (512 + 14) + 400;
    assert_true(side < IMAGE_SIDE_MOST && side * side < IMAGE_AREA_MOST);
    Figure figure;
    figure_init(&figure);
    figure_grid(&figure, 2, 12, 512, 512);
    Image image = drawn(&figure, 0);
    assert_true(image.width >= 12 * 512);
    image_free(&image);
    figure_free(&figure);
}

static void test_a_picture_past_the_limit_is_an_error_that_says_so(void **state)
{
    (void)state;
    Figure figure;
    figure_init(&figure);
    Image image;
    Error error;
    figure_grid(&figure, 40, 40, 4096, 4096);
    assert_int_equal(pixels_draw(&figure, NULL, &image, &error), STATUS_OUT_OF_RANGE);
    assert_non_null(strstr(error.message, "shorter prompt"));
    figure_matrix(&figure, 30000, 2, NULL, 0, 0);
    assert_int_equal(pixels_draw(&figure, NULL, &image, &error), STATUS_OUT_OF_RANGE);
    figure_matrix(&figure, 15000, 15000, NULL, 0, 0);
    assert_int_equal(pixels_draw(&figure, NULL, &image, &error), STATUS_OUT_OF_RANGE);
    figure_free(&figure);
}

static void test_every_kind_draws_with_nothing_in_it(void **state)
{
    (void)state;
    for (int kind = 0; kind < 6; kind++) {
        Figure figure;
        figure_init(&figure);
        if (kind == 1)
            figure_matrix(&figure, 0, 0, NULL, 0, 0);
        if (kind == 2)
            figure_grid(&figure, 0, 0, 0, 0);
        if (kind == 3)
            figure_bars(&figure, "", NULL, 0);
        if (kind == 4)
            figure_lines(&figure, "step", "loss");
        if (kind == 5)
            figure_points(&figure, 0, NULL, NULL, NULL);
        Image image = drawn(&figure, 0);
        assert_true(image.width > 0);
        image_free(&image);
        figure_free(&figure);
    }
}

static void test_hostile_words_and_numbers_draw(void **state)
{
    (void)state;
    char long_word[4001];
    memset(long_word, 'W', 4000);
    long_word[4000] = '\0';
    const char *labels[] = {"\033[31m", "\xEC\x9D", "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA9", long_word};
    Figure figure;
    figure_init(&figure);
    figure_matrix(&figure, 4, 4, (float[7]){3e38f, -3e38f, NAN, INFINITY, 1e-45f}, 1, 1);
    figure_axis_x(&figure, labels[3], labels, 4);
    figure_axis_y(&figure, labels[1], labels, 4);
    figure_title(&figure, "%s %s", long_word, labels[0]);
    figure_subtitle(&figure, "%s", labels[1]);
    Image image = drawn(&figure, 0);
    image_free(&image);
    figure_bars(&figure, long_word, labels, 4);
    figure_bars_series(&figure, long_word, (float[]){3e38f, -3e38f, NAN, INFINITY});
    figure_bars_shares(&figure, (float[]){0.5f, -3e38f, NAN, INFINITY}, 0.9, long_word);
    image = drawn(&figure, 0);
    image_free(&image);
    figure_points(&figure, 4, (float[]){3e38f, -3e38f, 0, INFINITY}, (float[]){1, 1, 1, NAN}, labels);
    image = drawn(&figure, 0);
    image_free(&image);
    figure_free(&figure);
}

static void test_hangul_has_glyphs_and_a_missing_glyph_a_box(void **state)
{
    (void)state;
    Font *font;
    Error error;
    assert_int_equal(font_open(&font, &error), STATUS_OK);
    double hangul = font_width(font, FONT_REGULAR, 100, "은", strlen("은"));
    double missing = font_width(font, FONT_REGULAR, 100, "\xF3\xB0\x80\x80", 4); /* U+F0000, private use */
    assert_true(hangul > 70 && hangul < 110);
    assert_true(missing > 100);
    Image image;
    assert_int_equal(image_init(&image, 120, 120, NULL), STATUS_OK);
    FontPen pen = {.x = 5, .y = 100, .size = 100, .color = {0, 0, 0}};
    font_draw(font, &image, pen, "\xF3\xB0\x80\x80", 4);
    long ink = (long)image.width * image.height - count_color(&image, (Rgb){255, 255, 255});
    assert_true(ink > 300);
    image_free(&image);
    font_close(font);
}

static void test_text_stays_in_the_image_at_every_angle(void **state)
{
    (void)state;
    Font *font;
    assert_int_equal(font_open(&font, NULL), STATUS_OK);
    Image image;
    assert_int_equal(image_init(&image, 40, 40, NULL), STATUS_OK);
    for (int angle = 0; angle < 360; angle += 30)
        for (int x = -60; x < 100; x += 40) {
            FontPen pen = {.x = x, .y = x / 2.0, .size = 30, .degrees = angle};
            font_draw(font, &image, pen, "은행 \xF3\xB0\x80\x80", strlen("은행 ") + 4);
        }
    image_free(&image);
    font_close(font);
}

static void test_without_fonts_the_error_names_the_package(void **state)
{
    (void)state;
    char path[] = "/tmp/no-fonts-XXXXXX";
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    close(descriptor);
    const char *config = "<?xml version=\"1.0\"?><!DOCTYPE fontconfig SYSTEM \"fonts.dtd\"><fontconfig></fontconfig>";
    assert_int_equal(file_write(path, config, strlen(config), NULL), STATUS_OK);
    setenv("FONTCONFIG_FILE", path, 1);
    Figure figure;
    figure_init(&figure);
    Image image;
    Error error;
    Status status = pixels_draw(&figure, NULL, &image, &error);
    unsetenv("FONTCONFIG_FILE");
    unlink(path);
    figure_free(&figure);
    assert_int_equal(status, STATUS_NOT_FOUND);
    assert_non_null(strstr(error.message, "fonts-dejavu-core"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_row_or_column_is_lost_at_512_tokens),
        cmocka_unit_test(test_masked_is_hatched_and_zero_is_not),
        cmocka_unit_test(test_nan_and_not_computed_have_marks_of_their_own),
        cmocka_unit_test(test_no_colour_map_contains_a_state_s_colour),
        cmocka_unit_test(test_all_heads_of_all_layers_at_512_tokens_fit_the_limit),
        cmocka_unit_test(test_a_picture_past_the_limit_is_an_error_that_says_so),
        cmocka_unit_test(test_every_kind_draws_with_nothing_in_it),
        cmocka_unit_test(test_hostile_words_and_numbers_draw),
        cmocka_unit_test(test_hangul_has_glyphs_and_a_missing_glyph_a_box),
        cmocka_unit_test(test_text_stays_in_the_image_at_every_angle),
        cmocka_unit_test(test_without_fonts_the_error_names_the_package),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
