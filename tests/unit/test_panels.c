/* Figures side by side, and heat cells that hold texts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "draw/cells.h"
#include "draw/pixels.h"

static const float small[4] = {0, 1, 2, 3}, large[4] = {-400, 0, 200, 400};

static void two_panels(Figure *figure)
{
    figure_init(figure);
    figure_panels(figure, 2);
    figure_title(figure, "both");
    for (int i = 0; i < 2; i++) {
        Figure *panel = &figure->panels.figures[i];
        figure_matrix(panel, 2, 2, i ? large : small, 2, 1);
        figure_title(panel, i ? "right" : "left");
        panel->show = SHOW_NUMBERS;
        panel->scale_kind = i ? SCALE_DIVERGING : SCALE_SEQUENTIAL;
    }
}

static void test_panels_stand_side_by_side_with_scales_of_their_own(void **state)
{
    (void)state;
    Figure figure;
    Buffer text = {0};
    two_panels(&figure);
    cells_text(&figure, 60, 8, &text);
    assert_string_equal(text.bytes, "both\n"
                                    "left                         │right\n"
                                    "          0       1          │          0       1\n"
                                    "0         0       1          │0      -400       0\n"
                                    "1         2       3          │1       200     400\n"
                                    "                             │\n"
                                    "                             │\n"
                                    "0 0123456789 3               │-400 0123456789 400\n");
    buffer_free(&text);
    figure_free(&figure);
}

static void test_panels_can_have_any_size(void **state)
{
    (void)state;
    Figure figure;
    two_panels(&figure);
    for (int width = 1; width < 40; width++) {
        Buffer text = {0};
        cells_text(&figure, width, width / 4 + 1, &text);
        buffer_free(&text);
    }
    figure_free(&figure);
}

static void test_a_picture_of_panels_has_room_for_all(void **state)
{
    (void)state;
    Figure figure, one;
    Image wide = {0}, narrow = {0};
    two_panels(&figure);
    figure_init(&one);
    figure_matrix(&one, 2, 2, small, 2, 1);
    assert_int_equal(pixels_draw(&figure, NULL, &wide, NULL), STATUS_OK);
    assert_int_equal(pixels_draw(&one, NULL, &narrow, NULL), STATUS_OK);
    assert_true(wide.width >= narrow.width);
    assert_true(wide.height > narrow.height);
    image_free(&wide);
    image_free(&narrow);
    figure_free(&one);
    figure_free(&figure);
}

/* Wide characters take two cells, what is too long is cut, and the digit tells the number without colours. */
static void test_a_heat_cell_can_hold_a_text(void **state)
{
    (void)state;
    static const char *const texts[4] = {"은행", " a", "a long token", "\033[2J"};
    Figure figure;
    Buffer text = {0};
    Image image = {0};
    figure_init(&figure);
    figure_matrix(&figure, 2, 2, small, 2, 1);
    figure_matrix_texts(&figure, texts);
    figure_cursor(&figure, 0, 1);
    cells_text(&figure, 44, 4, &text);
    assert_string_equal(text.bytes, "    0               1\n"
                                    "0   은행         0 [␣a           3]\n"
                                    "1   a␣long␣token 6  <1B>[2J      9\n"
                                    "0 0123456789 3\n");
    assert_int_equal(pixels_draw(&figure, NULL, &image, NULL), STATUS_OK);
    image_free(&image);
    buffer_free(&text);
    figure_free(&figure);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_panels_stand_side_by_side_with_scales_of_their_own),
        cmocka_unit_test(test_panels_can_have_any_size),
        cmocka_unit_test(test_a_picture_of_panels_has_room_for_all),
        cmocka_unit_test(test_a_heat_cell_can_hold_a_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
