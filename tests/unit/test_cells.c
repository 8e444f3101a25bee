/* The cell painter: golden texts, states told apart, and nothing outside the rectangle. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/random.h"
#include "draw/cells.h"
#include "figure/number.h"
#include "figure/scale.h"

static const char *const tokens[] = {"은행", " 앞에", " 돈"};

/* Three tokens' attention; what the mask hides is 0 as softmax leaves it. */
static void attention(Figure *figure)
{
    static const float pattern[9] = {1, 0, 0, 0.25f, 0.75f, 0, 0.5f, 0.0625f, 0.4375f};
    figure_init(figure);
    figure_matrix(figure, 3, 3, pattern, 3, 1);
    for (int query = 0; query < 3; query++)
        for (int key = query + 1; key < 3; key++)
            figure_cell_state(figure, &figure->matrix, query, key, CELL_MASKED);
    figure_axis_x(figure, "key", tokens, 3);
    figure_axis_y(figure, "query", tokens, 3);
    figure_title(figure, "Layer 0, head 1");
    figure_value_name(figure, "pattern");
}

static void assert_text(const Figure *figure, int width, int height, const char *expected)
{
    Buffer text = {0};
    cells_text(figure, width, height, &text);
    assert_string_equal(buffer_text(&text), expected);
    buffer_free(&text);
}

static void test_attention_as_heat_without_colours(void **state)
{
    (void)state;
    Figure figure;
    attention(&figure);
    assert_text(&figure, 40, 7,
                "Layer 0, head 1\n"
                "query ↓ key →\n"
                "         은행  ␣앞에 ␣돈\n"
                "은행    ████9█╱╱╱╱╱╱╱╱╱╱╱╱\n"
                "␣앞에   ░░░░2░▓▓▓▓7▓╱╱╱╱╱╱\n"
                "␣돈     ▒▒▒▒4▒    0 ▒▒▒▒4▒\n"
                "pattern 0.0625 0123456789 1  ╱ masked\n");
    figure_free(&figure);
}

static void test_attention_as_numbers_with_a_cursor(void **state)
{
    (void)state;
    Figure figure;
    attention(&figure);
    figure.show = SHOW_NUMBERS;
    figure_cursor(&figure, 1, 0);
    assert_text(&figure, 40, 7,
                "Layer 0, head 1\n"
                "query ↓ key →\n"
                "            은행   ␣앞에     ␣돈\n"
                "은행           1       0╱      0╱\n"
                "␣앞에   [ 0.2500] 0.7500       0╱\n"
                "␣돈       0.5000  0.0625  0.4375\n"
                "pattern 0.0625 0123456789 1  ╱ masked\n");
    figure_free(&figure);
}

static void test_the_cursor_leaves_a_cell_its_digit(void **state)
{
    (void)state;
    Figure figure;
    attention(&figure);
    figure_cursor(&figure, 1, 1);
    Buffer text = {0};
    cells_text(&figure, 40, 7, &text);
    assert_non_null(strstr(buffer_text(&text), "[▓▓▓7]"));
    buffer_free(&text);
    figure_free(&figure);
}

static void test_shares_lie_side_by_side_with_a_mark_below(void **state)
{
    (void)state;
    static const char *const tokens[] = {"돈", " the", "a"};
    Figure figure;
    Buffer text = {0};
    figure_init(&figure);
    figure_bars(&figure, "token", tokens, 3);
    figure_bars_series(&figure, "raw", (float[]){0.5f, 0.25f, 0.125f});
    figure_bars_chosen(&figure, 1, "drawn");
    figure_bars_shares(&figure, (float[]){0.5f, 0.25f, 0.125f}, 0.7, "0.7 hits");
    cells_text(&figure, 34, 8, &text); /* 32 cells from 0 to 1: 16, 8, 4, and 4 for all others */
    assert_non_null(strstr(text.bytes, "\n0│돈─────────────│␣the───│a──│…──1\n"));
    assert_non_null(strstr(text.bytes, "\n                       ▲ 0.7 hits\n"));
    buffer_free(&text);
    figure_free(&figure);
}

static void test_probabilities_as_bars(void **state)
{
    (void)state;
    Figure figure;
    figure_init(&figure);
    figure_bars(&figure, "token", tokens, 3);
    figure_bars_series(&figure, "raw", (float[]){0.5f, 0.25f, 0.00001f});
    figure_bars_series(&figure, "filtered", (float[]){1, NAN, NAN});
    figure_bars_chosen(&figure, 0, "drawn");
    assert_text(&figure, 44, 6,
                "  token raw               filtered\n"
                "▸ 은행   0.5000 ████▌           1 █████████\n"
                "  ␣앞에  0.2500 ██▎             –\n"
                "  ␣돈      1e-5 ▏               –\n"
                "\n"
                "▸ drawn  – no value\n");
    figure_free(&figure);
}

static void test_text_wraps_between_words(void **state)
{
    (void)state;
    Figure figure;
    figure_init(&figure);
    figure_text(&figure);
    figure.text.wrap = true;
    figure_span(&figure, STYLE_NORMAL, "a head mixes ");
    figure_span(&figure, STYLE_EMPHASIS, "values of 은행 and 돈");
    assert_text(&figure, 14, 4, "a head mixes\nvalues of 은행\nand 돈\n\n");
    figure_free(&figure);
}

/* Draws a 1 x 2 matrix of 0 and one other cell in this state, next to a 1 for the scale. */
static void draw_states(Canvas *canvas, CellState other, ColorDepth depth)
{
    Figure figure;
    figure_init(&figure);
    figure_matrix(&figure, 1, 3, (float[]){0, 0, 1}, 3, 1);
    figure_cell_state(&figure, &figure.matrix, 0, 1, other);
    cells_draw(canvas, canvas_rect(canvas), &figure, &(CellsOptions){.depth = depth});
    figure_free(&figure);
}

static void test_masked_and_missing_cells_never_look_like_zero(void **state)
{
    (void)state;
    for (int depth = COLOR_MONO; depth <= COLOR_TRUE; depth++)
        for (int other = CELL_MASKED; other < CELL_STATES; other++) {
            Canvas zero, marked;
            canvas_init(&zero, 30, 2); /* no room for a legend: the cells themselves must differ */
            canvas_init(&marked, 30, 2);
            draw_states(&zero, CELL_NUMBER, (ColorDepth)depth);
            draw_states(&marked, (CellState)other, (ColorDepth)depth);
            Buffer a = {0}, b = {0};
            canvas_text(&zero, &a); /* the text alone: not by colour */
            canvas_text(&marked, &b);
            assert_string_not_equal(buffer_text(&a), buffer_text(&b));
            buffer_free(&a);
            buffer_free(&b);
            canvas_free(&zero);
            canvas_free(&marked);
        }
}

/* A row of -0.0012, -0.25 and 1 in true colour, as its text. */
static void heat_row(int width, Buffer *text)
{
    Figure figure;
    Canvas canvas;
    figure_init(&figure);
    figure_matrix(&figure, 1, 3, (float[]){-0.0012f, -0.25f, 1}, 3, 1);
    canvas_init(&canvas, width, 2);
    cells_draw(&canvas, canvas_rect(&canvas), &figure, &(CellsOptions){.depth = COLOR_TRUE});
    canvas_text(&canvas, text);
    canvas_free(&canvas);
    figure_free(&figure);
}

static void test_heat_has_numbers_that_fit_and_no_hashes(void **state)
{
    (void)state;
    Buffer text = {0};
    heat_row(22, &text); /* six cells each */
    assert_null(strchr(buffer_text(&text), '#'));
    assert_non_null(strstr(buffer_text(&text), "-0.2"));
    buffer_free(&text);
    heat_row(40, &text);
    assert_non_null(strstr(buffer_text(&text), "-0.0012"));
    assert_non_null(strstr(buffer_text(&text), "-0.2500"));
    buffer_free(&text);
}

static void test_half_blocks_leave_masked_halves_without_a_colour(void **state)
{
    (void)state;
    float values[8] = {0, 1, -INFINITY, 0, 0, 0, 0, 0};
    Figure figure;
    figure_init(&figure);
    figure_matrix(&figure, 8, 1, values, 1, 1);
    Canvas canvas;
    canvas_init(&canvas, 10, 4);
    cells_draw(&canvas, canvas_rect(&canvas), &figure, &(CellsOptions){.depth = COLOR_TRUE});
    const CanvasCell *mixed = NULL, *plain = NULL;
    for (int x = 0; x < 10; x++)
        for (int y = 0; y < 4; y++) {
            const CanvasCell *cell = canvas_at(&canvas, x, y);
            plain = !plain && !strcmp(cell->text, "▀") ? cell : plain; /* 0 above 1 */
            mixed = !mixed && !strcmp(cell->text, "▄") ? cell : mixed; /* masked above 0 */
        }
    assert_non_null(plain);
    assert_non_null(mixed);
    assert_true(plain->has_bg && !mixed->has_bg);
    assert_memory_equal(&plain->fg, &mixed->fg, sizeof(Rgb));
    canvas_free(&canvas);
    figure_free(&figure);
}

static void test_the_legend_ends_are_the_data_s_ends(void **state)
{
    (void)state;
    Random random;
    random_seed(&random, 1);
    for (int round = 0; round < 20; round++) {
        float values[30], low = INFINITY, high = -INFINITY;
        for (int i = 0; i < 30; i++) {
            values[i] = (float)(random_normal(&random) * pow(10, round - 10));
            low = fminf(low, values[i]);
            high = fmaxf(high, values[i]);
        }
        Figure figure;
        figure_init(&figure);
        figure_matrix(&figure, 5, 6, values, 6, 1);
        Buffer text = {0};
        cells_text(&figure, 60, 12, &text);
        char expected[3 * NUMBER_LENGTH], a[NUMBER_LENGTH], b[NUMBER_LENGTH];
        snprintf(expected, sizeof expected, "\n%s 0123456789 %s\n", number_format(a, low, 0),
                 number_format(b, high, 0));
        assert_non_null(strstr(buffer_text(&text), expected));
        buffer_free(&text);
        figure_free(&figure);
    }
}

static void test_a_label_s_own_style_is_drawn(void **state)
{
    (void)state;
    Figure figure;
    attention(&figure);
    figure_axis_style(&figure, &figure.y, 2, STYLE_NEW);
    figure_axis_style(&figure, &figure.y, 3, STYLE_NEW); /* there is no such row */
    Canvas canvas;
    canvas_init(&canvas, 40, 7);
    cells_draw(&canvas, canvas_rect(&canvas), &figure, &(CellsOptions){.depth = COLOR_MONO});
    assert_int_equal(canvas_at(&canvas, 0, 4)->style, STYLE_AXIS);
    assert_int_equal(canvas_at(&canvas, 0, 5)->style, STYLE_NEW);
    canvas_free(&canvas);
    figure_free(&figure);
}

static void test_the_cursor_is_always_in_sight(void **state)
{
    (void)state;
    static float values[300 * 200];
    Figure figure;
    figure_init(&figure);
    figure_matrix(&figure, 300, 200, values, 200, 1);
    figure.show = SHOW_NUMBERS;
    for (int row = 0; row < 300; row += 23)
        for (int column = 0; column < 200; column += 17) {
            figure_cursor(&figure, row, column);
            Buffer text = {0};
            cells_text(&figure, 80, 24, &text);
            assert_non_null(strstr(buffer_text(&text), "[      0]"));
            buffer_free(&text);
        }
    figure_free(&figure);
}

static void test_the_part_in_sight_is_said_in_full_in_short_or_not_at_all(void **state)
{
    (void)state;
    static float values[39 * 39];
    static const struct {
        int width;
        const char *has, *has_not;
    } cases[] = {{80, "rows 0-18 of 39, columns 0-", "×"}, {36, "0-18/39 × 0-", "rows"}, {20, "key", "0-18"}};
    Figure figure;
    figure_init(&figure);
    figure_matrix(&figure, 39, 39, values, 39, 1);
    figure_axis_x(&figure, "key", NULL, 0);
    figure_axis_y(&figure, "query", NULL, 0);
    figure.show = SHOW_NUMBERS;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Buffer text = {0};
        cells_text(&figure, cases[i].width, 22, &text);
        assert_non_null(strstr(buffer_text(&text), cases[i].has));
        assert_null(strstr(buffer_text(&text), cases[i].has_not));
        assert_null(strstr(buffer_text(&text), "…"));
        buffer_free(&text);
    }
    figure_free(&figure);
}

static void focused_heads(int heads, int height, Buffer *text)
{
    static float values[20 * 20];
    Figure figure;
    figure_init(&figure);
    figure_grid(&figure, 1, heads, 20, 20);
    for (int head = 0; head < heads; head++) {
        char caption[32];
        snprintf(caption, sizeof caption, "head %d", head);
        figure_grid_tile(&figure, 0, head, caption, values, 20, 1);
    }
    figure.grid.has_focus = true;
    cells_text(&figure, 80, height, text);
    figure_free(&figure);
}

static void test_all_heads_are_in_sight_or_it_is_said_which(void **state)
{
    (void)state;
    Buffer text = {0};
    focused_heads(8, 14, &text);
    assert_non_null(strstr(buffer_text(&text), "head 7"));
    assert_null(strstr(buffer_text(&text), "of 8"));
    buffer_free(&text);
    focused_heads(32, 14, &text);
    assert_null(strstr(buffer_text(&text), "head 31"));
    assert_non_null(strstr(buffer_text(&text), "0-8 of 32"));
    buffer_free(&text);
}

static void random_figure(Figure *figure, Random *random)
{
    static float values[40 * 40];
    const char *labels[40];
    int rows = 1 + (int)random_below(random, 40), columns = 1 + (int)random_below(random, 40);
    for (int i = 0; i < 40 * 40; i++)
        values[i] = (float)random_normal(random);
    values[3] = -INFINITY;
    values[7] = NAN;
    for (int i = 0; i < 40; i++)
        labels[i] = i % 3 ? tokens[i % 3] : "a\033[31m long\nlabel 👩‍👩‍👧 with everything";
    figure_init(figure);
    switch (random_below(random, 6)) {
    case 0:
        figure_matrix(figure, rows, columns, values, columns, 1);
        break;
    case 1:
        figure_grid(figure, rows % 5 + 1, columns % 5 + 1, rows, columns);
        figure_grid_tile(figure, 0, 0, labels[0], values, columns, 1);
        figure->grid.has_focus = random_below(random, 2);
        break;
    case 2:
        figure_bars(figure, "token", labels, rows);
        figure_bars_series(figure, "raw", values);
        figure_bars_series(figure, "은행", values);
        figure_bars_chosen(figure, 0, labels[0]);
        if (random_below(random, 2))
            figure_bars_shares(figure, values, random_uniform(random), labels[0]);
        break;
    case 3:
        figure_lines(figure, "step", "loss");
        figure_lines_series(figure, labels[0], rows, NULL, values);
        figure_lines_series(figure, "b", columns, NULL, values);
        break;
    case 4:
        figure_points(figure, rows, values, values + 40, labels);
        break;
    default:
        figure_text(figure);
        figure->text.wrap = random_below(random, 2);
        for (int i = 0; i < rows; i++) {
            figure_text_line(figure);
            figure_span(figure, STYLE_NORMAL, "%s", labels[i]);
            figure_span(figure, STYLE_NUMBER, "%s", labels[(i + 1) % 40]);
        }
    }
    if (figure->kind == FIGURE_MATRIX || figure->kind == FIGURE_GRID) {
        figure_axis_x(figure, "key", labels, 40);
        figure_axis_y(figure, "query 은행", labels, 40);
        figure->show = (MatrixShow)random_below(random, 2);
    }
    figure->scale_kind = (ScaleKind)random_below(random, 2);
    figure_title(figure, "은행 %s", labels[0]);
    figure_subtitle(figure, "subtitle");
    figure_note(figure, "note %s", labels[0]);
    if (random_below(random, 2))
        figure_cursor(figure, (int)random_below(random, 60) - 10, (int)random_below(random, 60) - 10);
}

static void test_nothing_is_written_outside_at_any_size(void **state)
{
    (void)state;
    Random random;
    random_seed(&random, 11);
    for (int round = 0; round < 3000; round++) {
        Canvas canvas, before;
        canvas_init(&canvas, 1 + (int)random_below(&random, 90), 1 + (int)random_below(&random, 30));
        canvas_init(&before, 0, 0);
        canvas_fill(&canvas, canvas_rect(&canvas), STYLE_ERROR, "#");
        canvas_copy(&before, &canvas);
        Rect rect = {(int)random_below(&random, 50) - 10, (int)random_below(&random, 20) - 5,
                     (int)random_below(&random, 90) - 2, (int)random_below(&random, 30) - 2};
        Figure figure;
        random_figure(&figure, &random);
        cells_draw(&canvas, rect, &figure, &(CellsOptions){.depth = (ColorDepth)random_below(&random, 4)});
        for (int y = 0; y < canvas.height; y++)
            for (int x = 0; x < canvas.width; x++) {
                if (!rect_has(rect, x, y))
                    assert_memory_equal(canvas_at(&canvas, x, y), canvas_at(&before, x, y), sizeof(CanvasCell));
                assert_true(canvas_at(&canvas, x, y)->width != 2 || (x + 1 < canvas.width));
            }
        figure_free(&figure);
        canvas_free(&canvas);
        canvas_free(&before);
    }
}

static void test_no_escape_reaches_the_text(void **state)
{
    (void)state;
    Random random;
    random_seed(&random, 12);
    for (int round = 0; round < 300; round++) {
        Figure figure;
        random_figure(&figure, &random);
        Buffer text = {0};
        cells_text(&figure, 80, 24, &text);
        for (size_t i = 0; i < text.length; i++)
            assert_true(text.bytes[i] == '\n' || (unsigned char)text.bytes[i] >= ' ');
        buffer_free(&text);
        figure_free(&figure);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_attention_as_heat_without_colours),
        cmocka_unit_test(test_attention_as_numbers_with_a_cursor),
        cmocka_unit_test(test_the_cursor_leaves_a_cell_its_digit),
        cmocka_unit_test(test_probabilities_as_bars),
        cmocka_unit_test(test_shares_lie_side_by_side_with_a_mark_below),
        cmocka_unit_test(test_text_wraps_between_words),
        cmocka_unit_test(test_masked_and_missing_cells_never_look_like_zero),
        cmocka_unit_test(test_heat_has_numbers_that_fit_and_no_hashes),
        cmocka_unit_test(test_half_blocks_leave_masked_halves_without_a_colour),
        cmocka_unit_test(test_the_legend_ends_are_the_data_s_ends),
        cmocka_unit_test(test_a_label_s_own_style_is_drawn),
        cmocka_unit_test(test_the_cursor_is_always_in_sight),
        cmocka_unit_test(test_the_part_in_sight_is_said_in_full_in_short_or_not_at_all),
        cmocka_unit_test(test_all_heads_are_in_sight_or_it_is_said_which),
        cmocka_unit_test(test_nothing_is_written_outside_at_any_size),
        cmocka_unit_test(test_no_escape_reaches_the_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
