/* The lens view: what its table and its bars show, and that their numbers are the engine's. */
#include "run/contribution.h"
#include "support/screen.h"
#include "view/lens.h"

static Session *open_finished(void)
{
    Session *session = open_with_text();
    say(session, "finish");
    return session;
}

/* ---- golden screens ---- */

static const struct {
    const char *name, *lines;
    int width, height, mode;
} goldens[] = {
    {"lens-80x24", "prompt --ids 3,1,4,1,5|finish", 80, 15, 0},
    {"lens-120x40", "prompt --ids 3,1,4,1,5|finish", 120, 30, 0},
    {"lens-hangul", "prompt --ids 7,8,9,3,2|finish", 80, 15, 0},
    {"lens-ranks", "prompt --ids 3,1,4,1,5|finish", 80, 15, LENS_FOLLOWED},
    {"lens-middle", "prompt --ids 3,1,4,1,5|goto blocks.1.attn.q", 80, 15, LENS_BLOCKS},
    {"lens-parts", "prompt --ids 3,1,4,1,5|finish|follow ab", 80, 20, LENS_PARTS},
    {"lens-parts-120x40", "prompt --ids 3,1,4,1,5|finish", 120, 30, LENS_PARTS | PARTS_ORDERED},
};

static void test_screens_look_as_they_did(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof goldens / sizeof *goldens; i++) {
        Session *session = open_session();
        ViewState view = {.mode = goldens[i].mode};
        char lines[128], *rest = lines;
        strcpy(lines, goldens[i].lines);
        while (rest)
            say(session, strsep(&rest, "|"));
        screen_golden(session, &view_lens, &view, goldens[i].width, goldens[i].height, goldens[i].name);
        session_free(session);
    }
}

/* ---- numbers ---- */

/* The figure itself, cell by cell. */
static void test_every_cell_has_the_likeliest_token_and_its_probability(void **state)
{
    (void)state;
    Session *session = open_finished();
    ViewState view = {0};
    Figure figure;
    Real logits[64], probs[64];
    figure_init(&figure);
    assert_int_equal(view_lens.figure(session, &view, &figure, NULL), STATUS_OK);
    assert_int_equal(figure.matrix.rows, lens_depth_count(session->lens));
    assert_int_equal(figure.matrix.columns, 5);
    for (int row = 0; row < figure.matrix.rows; row++)
        for (int column = 0; column < figure.matrix.columns; column++) {
            assert_int_equal(lens_read(session->lens, session->machine, row, column, logits, probs, NULL), STATUS_OK);
            int32_t top = lens_top(logits, session->model->config.vocab);
            Buffer token = {0};
            session_token(session, top, &token);
            assert_string_equal(figure.matrix.texts[row * 5 + column], token.bytes);
            assert_true(fabs((double)(tile_value(&figure.matrix, row, column) - probs[top])) < 1e-6);
            buffer_free(&token);
        }
    figure_free(&figure);
    session_free(session);
}

static void test_the_bars_are_the_contributions(void **state)
{
    (void)state;
    Session *session = open_finished();
    ViewState view = {.mode = LENS_PARTS | PARTS_ORDERED};
    Figure figure;
    Contributions parts;
    say(session, "follow #11");
    figure_init(&figure);
    assert_int_equal(view_lens.figure(session, &view, &figure, NULL), STATUS_OK);
    assert_int_equal(contributions_read(session->machine, 4, 11, &parts, NULL), STATUS_OK);
    assert_int_equal(figure.bars.count, parts.count);
    double sum = 0;
    for (int i = 0; i < parts.count; i++) {
        assert_true(figure.bars.series[0].y[i] == (float)parts.parts[i].logit);
        sum += (double)figure.bars.series[0].y[i];
    }
    assert_true(fabs(sum - parts.logit) <= 1e-4 * fabs(parts.logit));
    assert_non_null(strstr(figure.subtitle, "sum of "));
    contributions_free(&parts);
    figure_free(&figure);
    session_free(session);
}

static void test_the_largest_part_comes_first_unless_the_order_is_asked_for(void **state)
{
    (void)state;
    Session *session = open_finished();
    ViewState view = {.mode = LENS_PARTS};
    Figure figure;
    figure_init(&figure);
    assert_int_equal(view_lens.figure(session, &view, &figure, NULL), STATUS_OK);
    for (int i = 1; i < figure.bars.count; i++)
        assert_true(fabsf(figure.bars.series[0].y[i]) <= fabsf(figure.bars.series[0].y[i - 1]));
    figure_free(&figure);
    screen_key(session, &view_lens, &view, key_letter("o"));
    assert_int_equal(view_lens.figure(session, &view, &figure, NULL), STATUS_OK);
    assert_string_equal(figure.y.labels[0], "embed");
    figure_free(&figure);
    session_free(session);
}

/* ---- keys ---- */

static void test_the_cursor_starts_at_the_end_of_the_text_and_goes_with_it(void **state)
{
    (void)state;
    Session *session = open_finished();
    ViewState view = {0};
    session->model->config.eos = -1;
    assert_true(screen_shows(session, &view_lens, &view, "blocks.0.resid_pre after 4 “c”: "));
    screen_key(session, &view_lens, &view, key_press(PRESS_LEFT));
    screen_key(session, &view_lens, &view, key_press(PRESS_DOWN));
    assert_true(screen_shows(session, &view_lens, &view, "blocks.0.resid_mid after 3 “b”: "));
    say(session, "generate 1");
    assert_true(screen_shows(session, &view_lens, &view, "blocks.0.resid_mid after 5 "));
    session_free(session);
}

static void test_enter_asks_what_made_the_token_under_the_cursor(void **state)
{
    (void)state;
    Session *session = open_finished();
    ViewState view = {0};
    const LensCell *cells;
    screen_key(session, &view_lens, &view, key_press(PRESS_DOWN));
    screen_key(session, &view_lens, &view, key_press(PRESS_LEFT));
    assert_int_equal(lens_look(session->lens, session->machine, 3, -1, &cells, NULL), STATUS_OK);
    int32_t top = cells[1].top;
    screen_key(session, &view_lens, &view, key_press(PRESS_ENTER));
    assert_int_equal(session->focus.token, top);
    assert_true(screen_shows(session, &view_lens, &view, "What made the logit of "));
    assert_true(screen_shows(session, &view_lens, &view, "after position 3 “b”"));
    screen_key(session, &view_lens, &view, key_letter("v"));
    assert_int_equal(view.row, 1);
    assert_true(screen_shows(session, &view_lens, &view, "Logit lens"));
    session_free(session);
}

static void test_what_is_not_computed_says_so(void **state)
{
    (void)state;
    Session *session = open_session();
    ViewState view = {0};
    assert_true(screen_shows(session, &view_lens, &view, "There is no text yet"));
    say(session, "prompt --ids 3,1,4");
    assert_true(screen_shows(session, &view_lens, &view, "not computed"));
    screen_key(session, &view_lens, &view, key_letter("v"));
    assert_true(screen_shows(session, &view_lens, &view, "Not computed yet"));
    session_free(session);
}

/* ---- commands ---- */

static void test_the_commands_print_the_same_numbers(void **state)
{
    (void)state;
    Session *session = open_finished();
    const char *said = say(session, "lens ab 2");
    assert_non_null(strstr(said, "after position 2 “ a”; followed: “ab”"));
    assert_non_null(strstr(said, "blocks.1.resid_post"));
    said = say(session, "contributions ab -3");
    assert_non_null(strstr(said, "sum; the logit of “ab” after position 2 “ a” is "));
    assert_non_null(strstr(said, "blocks.0.attn.head.3"));
    assert_int_equal(session->focus.token, 3);
    say(session, "follow");
    assert_int_equal(session->focus.token, -1);
    say_wrong(session, "lens nothing", STATUS_NOT_FOUND, "nothing");
    say_wrong(session, "lens #47", STATUS_OUT_OF_RANGE, "47");
    say_wrong(session, "contributions ab 5", STATUS_OUT_OF_RANGE, "4");
    say(session, "back 2");
    say_wrong(session, "contributions ab", STATUS_NOT_COMPUTED, "finish");
    session_free(session);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_screens_look_as_they_did),
        cmocka_unit_test(test_every_cell_has_the_likeliest_token_and_its_probability),
        cmocka_unit_test(test_the_bars_are_the_contributions),
        cmocka_unit_test(test_the_largest_part_comes_first_unless_the_order_is_asked_for),
        cmocka_unit_test(test_the_cursor_starts_at_the_end_of_the_text_and_goes_with_it),
        cmocka_unit_test(test_enter_asks_what_made_the_token_under_the_cursor),
        cmocka_unit_test(test_what_is_not_computed_says_so),
        cmocka_unit_test(test_the_commands_print_the_same_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
