/* The lesson beside the views: what its page says is on the screen, and keys and clicks do what the hints tell. */
#include <unistd.h>

#include "support/folder.h"
#include "support/tui.h"

static Tui *open_small(const char *folder, bool present, int width, int height)
{
    Session *session;
    Error error = {0};
    setenv("XDG_STATE_HOME", folder, 1);
    if (session_open("tests/fixtures/models/llama-gqa", &session, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    Tui *tui = open_tui(session, width, height);
    open_lessons(tui, "tests/fixtures/lessons", present);
    frame_draw(tui, width, height);
    return tui;
}

/* Types a line at the `:`, which opens in every state. */
static void type(Tui *tui, const char *line)
{
    if (tui->lesson.line.active)
        press_keys(tui, "Esc");
    press_keys(tui, ":");
    for (; *line; line++)
        happens(tui, (Event){.press = PRESS_TEXT, .text = {*line, '\0'}});
    press_keys(tui, "Enter");
    if (tui->message.style == STYLE_ERROR && tui->message.text.length)
        fail_msg("%s", buffer_text(&tui->message.text));
}

static void line_text(const ProseLine *line, Buffer *out)
{
    for (int i = 0; i < line->span_count; i++)
        buffer_append(out, line->spans[i].text, line->spans[i].length);
    while (out->length && out->bytes[out->length - 1] == ' ')
        out->bytes[--out->length] = '\0';
}

static void row_text(const Canvas *canvas, Rect rect, int row, Buffer *out)
{
    for (int x = rect.x; x < rect.x + rect.width; x++)
        buffer_append_text(out, canvas_at(canvas, x, rect.y + row)->text);
    while (out->length && out->bytes[out->length - 1] == ' ')
        out->bytes[--out->length] = '\0';
}

/* Every line of the page, in the rows from the top. */
static void assert_page_is_shown(const Tui *tui)
{
    ProseLines lines = {0};
    Rect rect = frame_layout(tui).lesson;
    prose_wrap(player_page(tui->lesson.player), rect.width, &lines);
    assert_true(lines.count > 1 && (int)lines.count <= tui->lesson.shown);
    for (size_t i = 0; i < lines.count; i++) {
        Buffer wanted = {0}, shown = {0};
        line_text(&lines.lines[i], &wanted);
        row_text(&tui->canvas, rect, (int)i, &shown);
        assert_string_equal(buffer_text(&wanted), buffer_text(&shown));
        buffer_free(&wanted);
        buffer_free(&shown);
    }
    prose_lines_free(&lines);
}

static void test_every_page_is_on_the_screen_whole(void **state)
{
    static const int sizes[][2] = {{80, 24}, {120, 30}, {200, 60}};
    static const char *const languages[] = {"lang ko", "lang en"};
    for (int i = 0; i < 6; i++) {
        Tui *tui = open_small(*state, false, sizes[i / 2][0], sizes[i / 2][1]);
        type(tui, languages[i % 2]);
        for (int step = 1; step <= 6; step++) {
            char line[32];
            snprintf(line, sizeof line, "goto 1.%d", step);
            type(tui, line);
            assert_page_is_shown(tui);
        }
        type(tui, "lang en");
        close_tui(tui);
    }
}

static void test_the_views_keep_forty_columns(void **state)
{
    Tui *tui = open_small(*state, false, 80, 24);
    assert_int_equal(frame_layout(tui).main.width, 80);
    type(tui, "lesson small");
    Layout layout = frame_layout(tui);
    assert_int_equal(layout.lesson.width, 38);
    assert_int_equal(layout.main.width, 40);
    assert_int_equal(tui->lesson.shown, 20); /* what `lesson check` lets a page have */
    close_tui(tui);
}

static void test_a_click_on_a_hint_is_its_key(void **state)
{
    Tui *tui = open_small(*state, false, 80, 24);
    type(tui, "lesson 1.1");
    happens(tui, place_of(tui, PRESS_CLICK, "Enter go on"));
    place_of(tui, PRESS_CLICK, "1.2  Choosing");
    happens(tui, place_of(tui, PRESS_CLICK, "W why"));
    place_of(tui, PRESS_CLICK, "Deep.");
    close_tui(tui);
}

static void test_a_click_on_an_option_chooses_it(void **state)
{
    Tui *tui = open_small(*state, false, 80, 24);
    type(tui, "lesson 1.2");
    happens(tui, place_of(tui, PRESS_CLICK, "No"));
    place_of(tui, PRESS_CLICK, "Not yet.");
    assert_int_equal(player_phase(tui->lesson.player), PLAYER_MISSED);
    happens(tui, place_of(tui, PRESS_CLICK, "Yes"));
    assert_int_equal(player_phase(tui->lesson.player), PLAYER_PASSED);
    close_tui(tui);
}

/* A click on a lesson in the list. */
static Event row_of(const Tui *tui, const char *title)
{
    Event event = place_of(tui, PRESS_CLICK, title);
    assert_true(event.x < frame_layout(tui).lesson.x + frame_layout(tui).lesson.width);
    return event;
}

static void test_the_list_is_gone_through_with_the_mouse(void **state)
{
    Tui *tui = open_small(*state, false, 80, 24);
    LessonPlay *play = &tui->lesson;
    lesson_play_free(play);
    open_lessons(tui, "lessons", false);
    type(tui, "lesson");
    assert_int_equal(play->list.chosen, 0);
    Event wheel = row_of(tui, " 1 What a language model is");
    wheel.press = PRESS_WHEEL_DOWN;
    happens(tui, wheel);
    happens(tui, wheel);
    wheel.press = PRESS_WHEEL_UP;
    happens(tui, wheel);
    assert_int_equal(play->list.chosen, 1);
    happens(tui, row_of(tui, " 5 Attention I"));
    assert_int_equal(play->list.chosen, 4);
    assert_true(play->list.active);
    place_of(tui, PRESS_CLICK, "minutes, after 1.");
    happens(tui, row_of(tui, " 5 Attention I"));
    assert_false(play->list.active);
    assert_string_equal(play->lesson->id, "attention-scores");
    close_tui(tui);
}

static void test_digits_choose_views_where_no_option_is_asked_for(void **state)
{
    Tui *tui = open_small(*state, false, 80, 24);
    type(tui, "lesson 1.2");
    press_keys(tui, "1");
    assert_int_equal(player_phase(tui->lesson.player), PLAYER_PASSED);
    press_keys(tui, "3");
    assert_string_equal(tui->session->focus.view, views[2]->name);
    type(tui, "goto 1.2");
    press_keys(tui, "3 Tab");
    assert_string_equal(tui->session->focus.view, views[1]->name);
    close_tui(tui);
}

static void test_another_lesson_or_none_can_be_asked_for_while_one_is_played(void **state)
{
    Tui *tui = open_small(*state, false, 80, 24);
    type(tui, "lesson small");
    type(tui, "goto 1.4");
    assert_int_equal(player_step(tui->lesson.player), 3);
    type(tui, "lesson back");
    assert_int_equal(player_step(tui->lesson.player), 2);
    type(tui, "lesson off");
    assert_false(lesson_is_shown(&tui->lesson));
    type(tui, "lesson");
    assert_true(tui->lesson.list.active);
    press_keys(tui, "Esc");
    assert_false(lesson_is_shown(&tui->lesson));
    close_tui(tui);
}

static void test_hands_are_counted_by_answer(void **state)
{
    (void)state;
    Votes votes = {0};
    assert_true(votes_add(&votes, "mat 12"));
    assert_true(votes_add(&votes, "사과"));
    assert_true(votes_add(&votes, "mat"));
    assert_true(votes_add(&votes, "두 마디 3"));
    assert_int_equal(votes.count, 3);
    assert_string_equal(votes.votes[0].answer, "mat");
    assert_int_equal(votes.votes[0].hands, 13);
    assert_int_equal(votes.votes[1].hands, 1);
    assert_string_equal(votes.votes[2].answer, "두 마디");
    for (int i = 0; i < VOTES_MOST; i++) {
        char answer[16];
        snprintf(answer, sizeof answer, "%d", i);
        assert_int_equal(votes_add(&votes, answer), i + 3 < VOTES_MOST);
    }
}

/* An answer longer than there is room for keeps whole characters. */
static void test_a_long_answer_is_cut_between_characters(void **state)
{
    (void)state;
    Votes votes = {0};
    Buffer text = {0};
    for (int i = 0; i < 40; i++)
        buffer_append_text(&text, "가");
    assert_true(votes_add(&votes, buffer_text(&text)));
    assert_int_equal(strlen(votes.votes[0].answer) % strlen("가"), 0);
    buffer_free(&text);
}

static void test_the_lessons_that_there_are_complete(void **state)
{
    Tui *tui = open_small(*state, false, 120, 30);
    Buffer offers = {0};
    command_complete(tui->session, "lesson s", &offers);
    assert_string_equal(buffer_text(&offers), "skip\nsandbox\nsmall\n");
    buffer_free(&offers);
    close_tui(tui);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(test_every_page_is_on_the_screen_whole),
        IN_FOLDER(test_the_views_keep_forty_columns),
        IN_FOLDER(test_a_click_on_a_hint_is_its_key),
        IN_FOLDER(test_a_click_on_an_option_chooses_it),
        IN_FOLDER(test_the_list_is_gone_through_with_the_mouse),
        IN_FOLDER(test_digits_choose_views_where_no_option_is_asked_for),
        IN_FOLDER(test_another_lesson_or_none_can_be_asked_for_while_one_is_played),
        cmocka_unit_test(test_hands_are_counted_by_answer),
        IN_FOLDER(test_the_lessons_that_there_are_complete),
        cmocka_unit_test(test_a_long_answer_is_cut_between_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
