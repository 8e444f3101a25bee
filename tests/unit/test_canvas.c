/* The canvas: clipping, wide characters, text made safe. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "draw/ansi.h"
#include "draw/canvas.h"

static void assert_canvas(const Canvas *canvas, const char *expected)
{
    Buffer text = {0};
    canvas_text(canvas, &text);
    assert_string_equal(buffer_text(&text), expected);
    buffer_free(&text);
}

static void test_text_is_clipped_to_its_rectangle(void **state)
{
    (void)state;
    Canvas canvas;
    canvas_init(&canvas, 8, 2);
    Rect clip = {2, 0, 3, 1};
    assert_int_equal(canvas_put(&canvas, clip, 1, 0, STYLE_NORMAL, "abcdef"), 6);
    canvas_put(&canvas, clip, 2, 1, STYLE_NORMAL, "below");
    assert_canvas(&canvas, "  bcd\n\n");
    canvas_free(&canvas);
}

static void test_wide_characters_are_never_cut_in_half(void **state)
{
    (void)state;
    Canvas canvas;
    canvas_init(&canvas, 8, 2);
    canvas_put(&canvas, (Rect){0, 0, 3, 1}, 0, 0, STYLE_NORMAL, "은행");
    canvas_put(&canvas, (Rect){1, 1, 4, 1}, 0, 1, STYLE_NORMAL, "은행");
    assert_canvas(&canvas, "은\n  행\n");
    assert_int_equal(canvas_at(&canvas, 2, 0)->width, 1);
    canvas_free(&canvas);
}

static void test_overwriting_half_of_a_wide_character_blanks_the_other(void **state)
{
    (void)state;
    Canvas canvas;
    canvas_init(&canvas, 6, 1);
    canvas_put(&canvas, canvas_rect(&canvas), 0, 0, STYLE_NORMAL, "은행돈");
    canvas_put(&canvas, canvas_rect(&canvas), 1, 0, STYLE_NORMAL, "x");
    canvas_put(&canvas, canvas_rect(&canvas), 4, 0, STYLE_NORMAL, "y");
    assert_canvas(&canvas, " x행y\n");
    canvas_free(&canvas);
}

static void test_clusters_stay_together(void **state)
{
    (void)state;
    Canvas canvas;
    canvas_init(&canvas, 6, 1);
    canvas_put(&canvas, canvas_rect(&canvas), 0, 0, STYLE_NORMAL, "e\xCC\x81x"); /* e + acute */
    assert_string_equal(canvas_at(&canvas, 0, 0)->text, "e\xCC\x81");
    assert_string_equal(canvas_at(&canvas, 1, 0)->text, "x");
    canvas_free(&canvas);
}

static void test_a_cluster_of_a_thousand_marks_stays_within_its_cell(void **state)
{
    (void)state;
    Buffer zalgo = {0};
    buffer_append_text(&zalgo, "e");
    for (int i = 0; i < 1000; i++)
        buffer_append_text(&zalgo, "\xCC\x81");
    Canvas canvas;
    canvas_init(&canvas, 3, 1);
    canvas_put(&canvas, canvas_rect(&canvas), 0, 0, STYLE_NORMAL, zalgo.bytes);
    buffer_free(&zalgo);
    assert_true(strlen(canvas_at(&canvas, 0, 0)->text) <= CANVAS_CLUSTER);
    assert_string_equal(canvas_at(&canvas, 1, 0)->text, " ");
    canvas_free(&canvas);
}

static void test_control_characters_are_made_visible(void **state)
{
    (void)state;
    Canvas canvas;
    canvas_init(&canvas, 20, 1);
    canvas_put(&canvas, canvas_rect(&canvas), 0, 0, STYLE_NORMAL, "a\033[2J\xFF\n");
    assert_canvas(&canvas, "a<1B>[2J<FF>⏎\n");
    canvas_free(&canvas);
}

static void test_long_text_ends_in_an_ellipsis(void **state)
{
    (void)state;
    Canvas canvas;
    canvas_init(&canvas, 6, 3);
    canvas_put_short(&canvas, (Rect){0, 0, 5, 1}, STYLE_NORMAL, "pattern");
    canvas_put_short(&canvas, (Rect){0, 1, 4, 1}, STYLE_NORMAL, "은행에서");
    canvas_put_right(&canvas, (Rect){0, 2, 6, 1}, STYLE_NORMAL, "key");
    assert_canvas(&canvas, "patt…\n은…\n   key\n");
    canvas_free(&canvas);
}

static void test_copies_are_equal_until_one_changes(void **state)
{
    (void)state;
    Canvas a, b;
    canvas_init(&a, 5, 2);
    canvas_init(&b, 1, 1);
    canvas_box(&a, canvas_rect(&a), STYLE_FRAME, NULL);
    canvas_copy(&b, &a);
    assert_true(canvas_equal(&a, &b));
    canvas_restyle(&b, (Rect){0, 0, 1, 1}, STYLE_ERROR);
    assert_false(canvas_equal(&a, &b));
    canvas_free(&a);
    canvas_free(&b);
}

static void test_a_box_has_corners_and_a_title(void **state)
{
    (void)state;
    Canvas canvas;
    canvas_init(&canvas, 10, 3);
    canvas_box(&canvas, canvas_rect(&canvas), STYLE_FRAME, "head");
    assert_canvas(&canvas, "┌─head───┐\n"
                           "│        │\n"
                           "└────────┘\n");
    canvas_free(&canvas);
}

static void test_ansi_without_colours_has_none(void **state)
{
    (void)state;
    Canvas canvas;
    Buffer out = {0};
    canvas_init(&canvas, 2, 1);
    canvas_put_color(&canvas, canvas_rect(&canvas), 0, 0, STYLE_NORMAL, "x", &(Rgb){255, 0, 0}, NULL);
    canvas_ansi(&canvas, COLOR_MONO, &out);
    assert_null(strstr(buffer_text(&out), "38;"));
    buffer_clear(&out);
    canvas_ansi(&canvas, COLOR_TRUE, &out);
    assert_non_null(strstr(buffer_text(&out), "38;2;255;0;0m"));
    buffer_clear(&out);
    canvas_ansi(&canvas, COLOR_256, &out);
    assert_non_null(strstr(buffer_text(&out), "38;5;196m"));
    buffer_free(&out);
    canvas_free(&canvas);
}

static void test_pieces_of_a_rectangle_never_exceed_it(void **state)
{
    (void)state;
    Rect rect = {3, 4, 5, 2}, top = rect_cut_top(&rect, 9);
    assert_int_equal(top.height, 2);
    assert_int_equal(rect.height, 0);
    assert_int_equal(rect.y, 6);
    rect = (Rect){0, 0, 5, 5};
    Rect right = rect_cut_right(&rect, 2);
    assert_int_equal(right.x, 3);
    assert_int_equal(rect.width, 3);
    assert_int_equal(rect_cut_left(&rect, -3).width, 0);
}

static void test_nearest_terminal_colours(void **state)
{
    (void)state;
    assert_int_equal(ansi_256((Rgb){0, 0, 0}), 16);
    assert_int_equal(ansi_256((Rgb){255, 255, 255}), 231);
    assert_int_equal(ansi_256((Rgb){128, 128, 128}), 244);
    assert_int_equal(ansi_16((Rgb){250, 5, 5}), 9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text_is_clipped_to_its_rectangle),
        cmocka_unit_test(test_wide_characters_are_never_cut_in_half),
        cmocka_unit_test(test_overwriting_half_of_a_wide_character_blanks_the_other),
        cmocka_unit_test(test_clusters_stay_together),
        cmocka_unit_test(test_a_cluster_of_a_thousand_marks_stays_within_its_cell),
        cmocka_unit_test(test_control_characters_are_made_visible),
        cmocka_unit_test(test_long_text_ends_in_an_ellipsis),
        cmocka_unit_test(test_copies_are_equal_until_one_changes),
        cmocka_unit_test(test_a_box_has_corners_and_a_title),
        cmocka_unit_test(test_ansi_without_colours_has_none),
        cmocka_unit_test(test_pieces_of_a_rectangle_never_exceed_it),
        cmocka_unit_test(test_nearest_terminal_colours),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
