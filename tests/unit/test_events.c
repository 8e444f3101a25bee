/* What keys and the mouse change, without a terminal. */
#include "support/tui.h"

#include "base/translate.h"

static const char *view_name(const Tui *tui)
{
    return tui->session->focus.view;
}

static int place(const Tui *tui)
{
    return machine_place(tui->session->machine).pc;
}

static ViewState *state_of(Tui *tui, const View *view)
{
    return &tui->states[view_index(view->name)];
}

/* ---- keys ---- */

static void test_keys_of_the_table_run_their_commands(void **state)
{
    (void)state;
    Tui *tui = open_tui(open_with_text(), 80, 24);
    press_keys(tui, "Space Space s Backspace");
    assert_int_equal(place(tui), 2);
    press_keys(tui, "3");
    assert_string_equal(view_name(tui), views[2]->name);
    press_keys(tui, "Tab Shift-Tab Shift-Tab");
    assert_string_equal(view_name(tui), views[1]->name);
    press_keys(tui, "q");
    assert_true(tui->session->quit);
    close_tui(tui);
}

static void test_every_view_has_its_digit_and_its_turn(void **state)
{
    (void)state;
    Tui *tui = open_tui(open_with_text(), 120, 40);
    for (int i = 0; i < VIEW_COUNT; i++) {
        happens(tui, (Event){.press = PRESS_TEXT, .text = {(char)('0' + (i + 1) % 10)}});
        assert_string_equal(view_name(tui), views[i]->name);
        happens(tui, (Event){.press = PRESS_TAB});
        assert_string_equal(view_name(tui), views[(i + 1) % VIEW_COUNT]->name);
    }
    close_tui(tui);
}

static void test_hangul_acts_as_keys_but_not_in_the_line(void **state)
{
    (void)state;
    Tui *tui = open_tui(open_with_text(), 80, 24);
    press_keys(tui, "ㄴ"); /* s */
    assert_int_equal(place(tui), 1);
    press_keys(tui, "느"); /* s, m: the second has no meaning */
    assert_int_equal(place(tui), 2);
    press_keys(tui, ":");
    press_keys(tui, "ㄴ 느");
    assert_string_equal(buffer_text(&tui->line.text), "ㄴ느");
    press_keys(tui, "Esc ㅂ"); /* q */
    assert_true(tui->session->quit);
    close_tui(tui);
}

static void test_hangul_reaches_the_keys_of_a_view(void **state)
{
    (void)state;
    Tui *tui = open_tui(open_with_text(), 80, 24);
    press_keys(tui, "f 2");
    int mode = state_of(tui, &view_value)->mode;
    press_keys(tui, "ㅅ"); /* t: numbers or heat */
    assert_int_not_equal(state_of(tui, &view_value)->mode, mode);
    close_tui(tui);
}

/* ---- the mouse ---- */

static void test_a_click_on_a_tab_or_hint_chooses_it(void **state)
{
    (void)state;
    Tui *tui = open_tui(open_with_text(), 120, 40);
    happens(tui, place_of(tui, PRESS_CLICK, views[2]->title));
    assert_string_equal(view_name(tui), views[2]->name);
    happens(tui, place_of(tui, PRESS_CLICK, "n block"));
    assert_int_not_equal(place(tui), 0);
    happens(tui, place_of(tui, PRESS_CLICK, "help"));
    assert_true(tui->pager.active);
    close_tui(tui);
}

/* Clicks on every cell of the canvas: wherever one hits the figure, the cursor must get to what is drawn there, as
 * the frame after the click shows it by the same probe. */
static void test_a_click_puts_the_cursor_on_the_cell_that_is_drawn_there(void **state)
{
    (void)state;
    Tui *tui = open_tui(open_with_text(), 80, 24);
    press_keys(tui, "f 3");
    int hits = 0;
    for (int y = 2; y < 19; y++)
        for (int x = 0; x < 80; x += 3) {
            Event click = {.press = PRESS_CLICK, .x = x, .y = y};
            if (!frame_hit(tui, frame_layout(tui).main, &view_attention, &click) || click.thumbnail)
                continue;
            if (!click.by_row && !click.by_column)
                continue; /* Enter, there */
            happens(tui, (Event){.press = PRESS_CLICK, .x = x, .y = y});
            assert_int_equal(state_of(tui, &view_attention)->row, click.row);
            assert_int_equal(state_of(tui, &view_attention)->column, click.column);
            hits++;
        }
    assert_true(hits > 20);
    close_tui(tui);
}

static void test_a_click_on_a_line_of_the_listing_goes_there_and_another_opens_it(void **state)
{
    (void)state;
    Tui *tui = open_tui(open_with_text(), 200, 60);
    press_keys(tui, "4");
    Event there = place_of(tui, PRESS_CLICK, "attn.masked");
    happens(tui, there);
    assert_string_equal(view_name(tui), views[3]->name);
    assert_int_equal(canvas_at(&tui->canvas, there.x, there.y)->style, STYLE_CURSOR);
    happens(tui, there);
    assert_string_equal(view_name(tui), "value");
    const Value *shown = &tui->session->model->program.values[tui->session->focus.cell.id];
    assert_string_equal(shown->name, "blocks.0.attn.masked");
    close_tui(tui);
}

static void test_a_second_click_opens_the_first_also_where_it_was_scrolled_away(void **state)
{
    (void)state;
    Tui *tui = open_tui(open_with_text(), 80, 24);
    Event there = place_of(tui, PRESS_CLICK, "attn.z ");
    happens(tui, there);
    assert_int_not_equal(place_of(tui, PRESS_CLICK, "attn.z ").y, there.y);
    happens(tui, (Event){.press = PRESS_RELEASE});
    happens(tui, there);
    assert_string_equal(view_name(tui), "value");
    const Value *shown = &tui->session->model->program.values[tui->session->focus.cell.id];
    assert_string_equal(shown->name, "blocks.0.attn.z");
    close_tui(tui);
}

static void test_the_wheel_scrolls_what_is_under_it(void **state)
{
    (void)state;
    Tui *tui = open_tui(open_with_text(), 200, 60);
    press_keys(tui, "f 3");
    Layout layout = frame_layout(tui);
    ViewState *listing = state_of(tui, &view_program), *main = state_of(tui, &view_attention);
    int line = listing->row, row = main->row;
    happens(tui, (Event){.press = PRESS_WHEEL_UP, .x = layout.listing.x + 3, .y = layout.listing.y + 3});
    assert_int_equal(listing->row, line - 3);
    assert_int_equal(main->row, row);
    happens(tui, (Event){.press = PRESS_WHEEL_DOWN, .x = layout.main.x + 3, .y = layout.main.y + 3});
    assert_int_equal(main->row, row + 3);
    press_keys(tui, "?");
    happens(tui, (Event){.press = PRESS_WHEEL_DOWN, .x = 5, .y = 5});
    assert_int_equal(tui->pager.first, 3);
    close_tui(tui);
}

static void test_the_divider_can_be_dragged_but_not_off_the_screen(void **state)
{
    (void)state;
    Tui *tui = open_tui(open_with_text(), 200, 60);
    Layout before = frame_layout(tui);
    Event down = {.press = PRESS_CLICK, .x = before.divider.x, .y = before.divider.y + 5};
    happens(tui, (Event){.press = PRESS_DRAG, .x = 60, .y = 9}); /* nothing is held yet */
    assert_int_equal(frame_layout(tui).divider.x, before.divider.x);
    happens(tui, down);
    happens(tui, (Event){.press = PRESS_DRAG, .x = 60, .y = 9});
    assert_int_equal(frame_layout(tui).divider.x, 60);
    happens(tui, (Event){.press = PRESS_DRAG, .x = 0, .y = 0});
    assert_true(frame_layout(tui).listing.width >= 20);
    happens(tui, (Event){.press = PRESS_DRAG, .x = 199, .y = 0});
    assert_true(frame_layout(tui).main.width >= 38);
    happens(tui, (Event){.press = PRESS_RELEASE});
    happens(tui, (Event){.press = PRESS_DRAG, .x = 60, .y = 9});
    assert_int_not_equal(frame_layout(tui).divider.x, 60);
    close_tui(tui);
}

static void test_the_divider_has_keys_too(void **state)
{
    (void)state;
    Tui *tui = open_tui(open_with_text(), 200, 60);
    int before = frame_layout(tui).divider.x;
    press_keys(tui, ".");
    assert_int_equal(frame_layout(tui).divider.x, before + 4);
    press_keys(tui, ", ,");
    assert_int_equal(frame_layout(tui).divider.x, before - 4);
    for (int i = 0; i < 60; i++)
        press_keys(tui, ",");
    assert_true(frame_layout(tui).listing.width >= 20);
    press_keys(tui, ".");
    assert_int_equal(frame_layout(tui).listing.width, 24);
    frame_draw(tui, 80, 24);
    press_keys(tui, ".");
    assert_non_null(strstr(buffer_text(&tui->message.text), "make the window wider"));
    close_tui(tui);
}

/* ---- nothing is cut ---- */

static void test_every_hint_of_every_view_is_in_sight_at_80_columns(void **state)
{
    (void)state;
    static const char *const languages[] = {"lang en", "lang ko"};
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
        Tui *tui = open_tui(open_with_text(), 80, 24);
        say(tui->session, languages[i]);
        for (int view = 0; view < VIEW_COUNT; view++) {
            strcpy(tui->session->focus.view, views[view]->name);
            frame_draw(tui, 80, 24);
            for (const KeyHint *key = views[view]->keys; key->keys; key++) {
                Buffer hint = {0};
                buffer_format(&hint, "%s %s", key->keys, _(key->does));
                place_of(tui, PRESS_NONE, hint.bytes);
                buffer_free(&hint);
            }
        }
        say(tui->session, "lang en");
        close_tui(tui);
    }
}

/* A listing of files or names that is longer than the screen, a text in the line that is, a long message. */
static void test_the_line_and_its_help_stay_on_the_screen(void **state)
{
    (void)state;
    Tui *tui = open_tui(open_with_text(), 80, 24);
    for (int i = 0; commands[i]; i++) {
        press_keys(tui, ":");
        for (const char *at = commands[i]->name; *at; at++)
            happens(tui, (Event){.press = PRESS_TEXT, .text = {*at, '\0'}});
        press_keys(tui, "Space");
        place_of(tui, PRESS_NONE, commands[i]->name);
        const char *help = commands[i]->help, *last = strrchr(help, ' ');
        place_of(tui, PRESS_NONE, last ? last + 1 : help); /* to its last word */
        assert_int_equal(tui->cursor_x, 2 + strlen(commands[i]->name));
        press_keys(tui, "Esc");
    }
    close_tui(tui);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_keys_of_the_table_run_their_commands),
        cmocka_unit_test(test_every_view_has_its_digit_and_its_turn),
        cmocka_unit_test(test_hangul_acts_as_keys_but_not_in_the_line),
        cmocka_unit_test(test_hangul_reaches_the_keys_of_a_view),
        cmocka_unit_test(test_a_click_on_a_tab_or_hint_chooses_it),
        cmocka_unit_test(test_a_click_puts_the_cursor_on_the_cell_that_is_drawn_there),
        cmocka_unit_test(test_a_click_on_a_line_of_the_listing_goes_there_and_another_opens_it),
        cmocka_unit_test(test_a_second_click_opens_the_first_also_where_it_was_scrolled_away),
        cmocka_unit_test(test_the_wheel_scrolls_what_is_under_it),
        cmocka_unit_test(test_the_divider_can_be_dragged_but_not_off_the_screen),
        cmocka_unit_test(test_the_divider_has_keys_too),
        cmocka_unit_test(test_every_hint_of_every_view_is_in_sight_at_80_columns),
        cmocka_unit_test(test_the_line_and_its_help_stay_on_the_screen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
