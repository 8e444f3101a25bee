/* Text on grounds that mean numbers, bars of shares, and a large tile beside its thumbnails: in cells and in pixels. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "draw/cells.h"
#include "draw/pixels.h"
#include "figure/number.h"
#include "figure/scale.h"

static const char *share_text(Figure *figure, double share, int width)
{
    figure_text(figure);
    figure_text_line(figure);
    figure_share(figure, STYLE_SERIES_1, share, width);
    return figure->text.lines[0].spans[0].text;
}

static void test_a_share_is_filled_to_an_eighth_of_a_cell(void **state)
{
    (void)state;
    Figure figure;
    figure_init(&figure);
    assert_string_equal(share_text(&figure, 0, 3), "   ");
    assert_string_equal(share_text(&figure, 0.5, 3), "█▌ ");
    assert_string_equal(share_text(&figure, 1, 3), "███");
    assert_string_equal(share_text(&figure, 1e-9, 3), "▏  "); /* more than nothing */
    assert_string_equal(share_text(&figure, 7, 2), "██");
    assert_string_equal(share_text(&figure, NAN, 2), "  ");
    figure_free(&figure);
}

static void shaded(Figure *figure)
{
    figure_init(figure);
    figure_text(figure);
    figure_span(figure, STYLE_NORMAL, "plain ");
    figure_span(figure, STYLE_NORMAL, "은행");
    figure_shade(figure, 0.25f);
    figure_span(figure, STYLE_NORMAL, "ab");
    figure_shade(figure, 1.0f);
    figure_text_line(figure);
    figure_span(figure, STYLE_NORMAL, "c");
    figure_shade(figure, 0.0f);
}

static bool same_color(Rgb a, Rgb b)
{
    return a.r == b.r && a.g == b.g && a.b == b.b;
}

static void test_a_shaded_span_has_the_colour_of_its_value_and_others_none(void **state)
{
    (void)state;
    Figure figure;
    Canvas canvas;
    shaded(&figure);
    Scale scale = figure_scale(&figure);
    assert_true(scale.low == 0 && scale.high == 1);
    const Colormap *map = colormap_default(figure.scale_kind);
    canvas_init(&canvas, 30, 6);
    cells_draw(&canvas, canvas_rect(&canvas), &figure, &(CellsOptions){.depth = COLOR_TRUE});
    assert_false(canvas_at(&canvas, 0, 0)->has_bg);
    for (int x = 6; x < 10; x++) /* two wide characters */
        assert_true(same_color(canvas_at(&canvas, x, 0)->bg, colormap_at(map, 0.25)));
    assert_true(same_color(canvas_at(&canvas, 10, 0)->bg, colormap_at(map, 1)));
    assert_true(same_color(canvas_at(&canvas, 0, 1)->bg, colormap_at(map, 0)));
    assert_false(canvas_at(&canvas, 1, 1)->has_bg);
    cells_draw(&canvas, canvas_rect(&canvas), &figure, &(CellsOptions){.depth = COLOR_MONO});
    assert_false(canvas_at(&canvas, 6, 0)->has_bg);
    canvas_free(&canvas);
    figure_free(&figure);
}

static void test_shades_have_a_legend_from_their_data(void **state)
{
    (void)state;
    Figure figure;
    Buffer text = {0};
    shaded(&figure);
    figure_value_name(&figure, "pattern");
    cells_text(&figure, 40, 6, &text);
    assert_non_null(strstr(text.bytes, "pattern 0 0123456789 1"));
    buffer_free(&text);
    figure_free(&figure);
}

static bool has_color(const Image *image, Rgb color)
{
    for (int y = 0; y < image->height; y++)
        for (int x = 0; x < image->width; x++)
            if (same_color(image_at(image, x, y), color))
                return true;
    return false;
}

static Image drawn(const Figure *figure)
{
    Image image;
    Error error = {0};
    if (pixels_draw(figure, &(PixelsOptions){0}, &image, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    return image;
}

static void test_pictures_have_the_same_shades(void **state)
{
    (void)state;
    Figure figure;
    shaded(&figure);
    Image image = drawn(&figure);
    const Colormap *map = colormap_default(figure.scale_kind);
    assert_true(has_color(&image, colormap_at(map, 0.25)));
    assert_true(has_color(&image, colormap_at(map, 1)));
    image_free(&image);
    figure_free(&figure);
}

static void large(Figure *figure)
{
    static const char *const rows[] = {"L0", "L1"}, *const columns[] = {"H0", "H1", "H2"};
    static const float values[36] = {0.5f, 0.25f, 1, 0, 0.125f};
    figure_init(figure);
    figure_grid(figure, 2, 3, 2, 2);
    for (int i = 0; i < 6; i++)
        figure_grid_tile(figure, i / 3, i % 3, "", values, 2, 1);
    figure->grid.row_names = rows;
    figure->grid.column_names = columns;
    figure_grid_large(figure, 4, 6, 6, values);
}

static void test_every_thumbnail_and_every_cell_of_the_large_tile_can_be_hit(void **state)
{
    (void)state;
    Figure figure;
    Canvas canvas;
    bool thumbnails[7] = {0}, cells[36] = {0};
    large(&figure);
    canvas_init(&canvas, 80, 20);
    for (int y = 0; y < 20; y++)
        for (int x = 0; x < 80; x++) {
            CellsProbe probe = {.x = x, .y = y};
            cells_draw(&canvas, canvas_rect(&canvas), &figure, &(CellsOptions){.depth = COLOR_256, .probe = &probe});
            thumbnails[probe.thumbnail] = true;
            if (probe.hit && !probe.thumbnail)
                cells[probe.row * 6 + probe.column] = true;
        }
    for (int i = 1; i < 7; i++)
        assert_true(thumbnails[i]);
    for (int i = 0; i < 36; i++)
        assert_true(cells[i]);
    canvas_free(&canvas);
    figure_free(&figure);
}

static void test_thumbnails_have_names_and_a_mark_and_pictures_hold_them_too(void **state)
{
    (void)state;
    static const char *const words[] = {"H0", "H1", "H2", "L0", "L1", "▸"};
    Figure figure;
    Buffer text = {0};
    large(&figure);
    cells_text(&figure, 80, 20, &text);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        assert_non_null(strstr(text.bytes, words[i]));
    Image both = drawn(&figure);
    Tile alone = *figure.grid.large;
    figure.kind = FIGURE_MATRIX;
    figure.matrix = alone;
    Image one = drawn(&figure);
    assert_true(both.width > one.width + 3 * 72);
    image_free(&both);
    image_free(&one);
    buffer_free(&text);
    figure_free(&figure);
}

static void test_a_large_tile_draws_at_any_size(void **state)
{
    (void)state;
    Figure figure;
    large(&figure);
    for (int width = 1; width < 100; width += 7)
        for (int height = 1; height < 30; height += 3) {
            Buffer text = {0};
            cells_text(&figure, width, height, &text);
            buffer_free(&text);
        }
    figure_free(&figure);
}

static void test_a_column_has_as_many_digits_as_asked_or_as_fit(void **state)
{
    (void)state;
    char text[NUMBER_LENGTH];
    assert_string_equal(number_column(text, 0.123456789, 9, 15), "    0.123456789");
    assert_string_equal(number_column(text, 0.123456789, 6, 12), "    0.123457");
    assert_string_equal(number_column(text, 0.123456789, 0, 7), " 0.1235");
    assert_string_equal(number_column(text, 0.123456789, 9, 7), " 0.1235");
    assert_string_equal(number_column(text, 0.5, 9, 0), "0.5");
    assert_string_equal(number_column(text, -INFINITY, 9, 6), "  -inf");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_share_is_filled_to_an_eighth_of_a_cell),
        cmocka_unit_test(test_a_shaded_span_has_the_colour_of_its_value_and_others_none),
        cmocka_unit_test(test_shades_have_a_legend_from_their_data),
        cmocka_unit_test(test_pictures_have_the_same_shades),
        cmocka_unit_test(test_every_thumbnail_and_every_cell_of_the_large_tile_can_be_hit),
        cmocka_unit_test(test_thumbnails_have_names_and_a_mark_and_pictures_hold_them_too),
        cmocka_unit_test(test_a_large_tile_draws_at_any_size),
        cmocka_unit_test(test_a_column_has_as_many_digits_as_asked_or_as_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
