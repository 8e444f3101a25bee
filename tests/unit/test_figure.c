/* Figures: what they keep, and the scales that are derived from them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "base/buffer.h"
#include "figure/figure.h"
#include "figure/label.h"
#include "figure/scale.h"

static void test_a_figure_owns_copies(void **state)
{
    (void)state;
    float values[4] = {1, 2, 3, 4};
    char name[] = "query";
    Figure figure;
    figure_init(&figure);
    figure_matrix(&figure, 2, 2, values, 2, 1);
    figure_axis_y(&figure, name, NULL, 0);
    values[3] = 9;
    name[0] = '?';
    assert_float_equal(tile_value(&figure.matrix, 1, 1), 4, 0);
    assert_string_equal(figure.y.name, "query");
    figure_free(&figure);
}

static void test_strides_pick_one_head(void **state)
{
    (void)state;
    float pos_head[6] = {1, 10, 2, 20, 3, 30}; /* [pos 3, head 2] */
    Figure figure;
    figure_init(&figure);
    figure_matrix(&figure, 3, 1, pos_head + 1, 2, 1);
    assert_float_equal(tile_value(&figure.matrix, 2, 0), 30, 0);
    figure_matrix_borrow(&figure, 1, 3, pos_head, 1, 2);
    assert_float_equal(tile_value(&figure.matrix, 0, 2), 3, 0);
    figure_free(&figure);
}

static void test_states_follow_from_the_number(void **state)
{
    (void)state;
    assert_int_equal(cell_state(0), CELL_NUMBER);
    assert_int_equal(cell_state(-INFINITY), CELL_MASKED);
    assert_int_equal(cell_state(INFINITY), CELL_NAN);
    assert_int_equal(cell_state(NAN), CELL_NAN);
}

static void test_what_is_not_computed_has_no_number(void **state)
{
    (void)state;
    Figure figure;
    figure_init(&figure);
    figure_matrix(&figure, 2, 2, NULL, 0, 0);
    assert_int_equal(tile_state(&figure.matrix, 1, 1), CELL_NOT_COMPUTED);
    assert_true(isnan(tile_value(&figure.matrix, 1, 1)));
    Scale scale = figure_scale(&figure);
    assert_true(scale.empty);
    assert_true(scale.has[CELL_NOT_COMPUTED]);
    figure_free(&figure);
}

static void test_the_scale_is_the_range_of_its_numbers(void **state)
{
    (void)state;
    float values[6] = {0.25f, -INFINITY, -3, NAN, 7, 0};
    Figure figure;
    figure_init(&figure);
    figure_matrix(&figure, 2, 3, values, 3, 1);
    figure_cell_state(&figure, &figure.matrix, 1, 1, CELL_MASKED); /* the 7 does not count any more */
    Scale scale = figure_scale(&figure);
    assert_float_equal(scale.low, -3, 0);
    assert_float_equal(scale.high, 0.25, 0);
    assert_true(scale.has[CELL_MASKED] && scale.has[CELL_NAN] && !scale.has[CELL_NOT_COMPUTED]);
    figure_free(&figure);
}

static void test_bars_may_ask_for_a_longer_scale(void **state)
{
    (void)state;
    Figure figure;
    figure_init(&figure);
    figure_bars(&figure, "token", (const char *const[]){"a", "b"}, 2);
    figure_bars_series(&figure, "cosine", (float[]){0.5f, 0.25f});
    assert_float_equal(figure_scale(&figure).high, 0.5, 0);
    figure.bars.full = 1;
    assert_float_equal(figure_scale(&figure).high, 1, 0);
    assert_float_equal(figure_scale(&figure).low, 0, 0);
    figure_free(&figure);
}

static void test_tiles_share_one_scale(void **state)
{
    (void)state;
    float low[1] = {-1}, high[1] = {2};
    Figure figure;
    figure_init(&figure);
    figure_grid(&figure, 1, 3, 1, 1);
    figure_grid_tile(&figure, 0, 0, "H0", low, 1, 1);
    figure_grid_tile(&figure, 0, 2, "H2", high, 1, 1);
    Scale scale = figure_scale(&figure);
    assert_float_equal(scale.low, -1, 0);
    assert_float_equal(scale.high, 2, 0);
    assert_true(scale.has[CELL_NOT_COMPUTED]); /* the tile in the middle */
    figure_free(&figure);
}

static void test_positions_run_from_low_to_high(void **state)
{
    (void)state;
    Scale scale = {.low = -1, .high = 3};
    assert_float_equal(scale_position(&scale, -1), 0, 1e-9);
    assert_float_equal(scale_position(&scale, 3), 1, 1e-9);
    scale.kind = SCALE_DIVERGING;
    assert_float_equal(scale_position(&scale, 0), 0.5, 1e-9);
    assert_float_equal(scale_position(&scale, 3), 1, 1e-9);
    assert_float_equal(scale_position(&scale, -1), 1.0 / 3, 1e-9);
    scale = (Scale){.low = 2, .high = 2};
    assert_float_equal(scale_position(&scale, 2), 0.5, 1e-9);
}

static void test_ticks_are_round_and_inside(void **state)
{
    (void)state;
    double ticks[16];
    assert_int_equal(scale_ticks(0, 1, 6, ticks), 6);
    assert_float_equal(ticks[1], 0.2, 1e-12);
    assert_int_equal(scale_ticks(-1.3, 2.4, 5, ticks), 4);
    assert_float_equal(ticks[0], -1, 1e-12);
    assert_int_equal(scale_ticks(1, 1, 5, ticks), 0);
    assert_int_equal(scale_ticks(0, INFINITY, 5, ticks), 0);
}

static void test_labels_show_spaces_and_never_control(void **state)
{
    (void)state;
    char label[LABEL_LENGTH];
    assert_string_equal(label_visible(label, " upon"), "␣upon");
    assert_string_equal(label_visible(label, "\n"), "⏎");
    assert_string_equal(label_visible(label, "\033[2J"), "<1B>[2J");
    assert_string_equal(label_visible(label, "\xEC"), "<EC>");
    assert_string_equal(label_of(label, &(Axis){.name = ""}, 7), "7");
}

static void test_long_labels_end_at_a_whole_cluster(void **state)
{
    (void)state;
    char label[LABEL_LENGTH];
    Buffer token = {0};
    for (int i = 0; i < 200; i++)
        buffer_append_text(&token, "은");
    label_visible(label, token.bytes);
    buffer_free(&token);
    assert_true(strlen(label) < LABEL_LENGTH);
    assert_int_equal(strlen(label) % strlen("은"), 0);
}

static void test_text_grows_span_by_span(void **state)
{
    (void)state;
    Figure figure;
    figure_init(&figure);
    figure_text(&figure);
    for (int i = 0; i < 100; i++) {
        figure_text_line(&figure);
        for (int k = 0; k < 20; k++)
            figure_span(&figure, STYLE_NUMBER, "%d", k);
    }
    assert_int_equal(figure.text.count, 100);
    assert_int_equal(figure.text.lines[99].count, 20);
    assert_string_equal(figure.text.lines[50].spans[19].text, "19");
    figure_free(&figure);
}

static void test_every_style_has_a_name(void **state)
{
    (void)state;
    for (int style = 0; style < STYLE_COUNT; style++)
        assert_true(strlen(style_name((Style)style)) > 0);
    assert_string_equal(style_name(STYLE_KEY_HINT), "key-hint");
    assert_int_equal(style_series(5), STYLE_SERIES_2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_figure_owns_copies),
        cmocka_unit_test(test_strides_pick_one_head),
        cmocka_unit_test(test_states_follow_from_the_number),
        cmocka_unit_test(test_what_is_not_computed_has_no_number),
        cmocka_unit_test(test_the_scale_is_the_range_of_its_numbers),
        cmocka_unit_test(test_bars_may_ask_for_a_longer_scale),
        cmocka_unit_test(test_tiles_share_one_scale),
        cmocka_unit_test(test_positions_run_from_low_to_high),
        cmocka_unit_test(test_ticks_are_round_and_inside),
        cmocka_unit_test(test_labels_show_spaces_and_never_control),
        cmocka_unit_test(test_long_labels_end_at_a_whole_cluster),
        cmocka_unit_test(test_text_grows_span_by_span),
        cmocka_unit_test(test_every_style_has_a_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
