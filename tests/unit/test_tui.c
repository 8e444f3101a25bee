/* What the TUI does between keys and terminal: the : line, pages, layout, whole frames, the plain walk. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "support/golden.h"
#include "support/session.h"
#include "tui/help.h"
#include "tui/keys.h"
#include "tui/layout.h"
#include "tui/tui_parts.h"

/* ---- the : line ---- */

/* Types characters; the capitals U D L R B X H E T stand for keys. */
static void type(CommandLine *line, const Session *session, const char *keys)
{
    static const char names[] = "UDLRBXHET";
    static const Press presses[] = {PRESS_UP,     PRESS_DOWN, PRESS_LEFT, PRESS_RIGHT, PRESS_BACKSPACE,
                                    PRESS_DELETE, PRESS_HOME, PRESS_END,  PRESS_TAB};
    while (*keys) {
        Event event = {.press = PRESS_TEXT};
        const char *name = strchr(names, *keys);
        size_t length = utf8_grapheme(keys, strlen(keys));
        if (name)
            event.press = presses[name - names];
        else
            memcpy(event.text, keys, length);
        assert_int_equal(command_line_handle(line, session, event), LINE_EDITED);
        keys += length;
    }
}

static const struct {
    const char *keys, *text;
    size_t cursor;
} edits[] = {
    {"abc", "abc", 3},      {"abcLLx", "axbc", 2}, {"abcB", "ab", 2},        {"abcHX", "bc", 0},
    {"abHLLx", "xab", 1},   {"abEERx", "abx", 3},  {"한글B", "한", 3},       {"한글LX", "한", 3},
    {"한글Lx", "한x글", 4}, {"HXab", "ab", 2},     {"e\xcc\x81xLB", "x", 0},
};

static void test_the_line_is_edited_by_whole_characters(void **state)
{
    (void)state;
    Session *session = open_session();
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
        CommandLine line = {0};
        command_line_open(&line, "");
        type(&line, session, edits[i].keys);
        if (strcmp(buffer_text(&line.text), edits[i].text) != 0 || line.cursor != edits[i].cursor)
            fail_msg("%s: \"%s\" %zu", edits[i].keys, buffer_text(&line.text), line.cursor);
        command_line_free(&line);
    }
    session_free(session);
}

static void test_backspace_in_an_empty_line_leaves_it(void **state)
{
    (void)state;
    Session *session = open_session();
    CommandLine line = {0};
    command_line_open(&line, "");
    assert_int_equal(command_line_handle(&line, session, (Event){.press = PRESS_BACKSPACE}), LINE_LEFT);
    assert_int_equal(command_line_handle(&line, session, (Event){.press = PRESS_ESCAPE}), LINE_LEFT);
    command_line_free(&line);
    session_free(session);
}

static void enter(CommandLine *line, const char *text)
{
    command_line_open(line, text);
    command_line_close(line, true);
}

static void test_history_goes_up_and_down_and_forgets_repetitions(void **state)
{
    (void)state;
    Session *session = open_session();
    CommandLine line = {0};
    enter(&line, "step");
    enter(&line, "next");
    enter(&line, "next");
    enter(&line, "");
    command_line_open(&line, "");
    type(&line, session, "U");
    assert_string_equal(line.text.bytes, "next");
    type(&line, session, "UU");
    assert_string_equal(line.text.bytes, "step");
    type(&line, session, "DDD");
    assert_string_equal(line.text.bytes, "");
    command_line_free(&line);
    session_free(session);
}

static void test_tab_completes_as_far_as_it_is_certain(void **state)
{
    (void)state;
    Session *session = open_with_text();
    CommandLine line = {0};
    command_line_open(&line, "");
    type(&line, session, "heT");
    assert_string_equal(line.text.bytes, "he");
    assert_non_null(strstr(line.offers.bytes, "head  heatmap  help"));
    type(&line, session, "lT");
    assert_string_equal(line.text.bytes, "help ");
    type(&line, session, "secT");
    assert_string_equal(line.text.bytes, "help sec"); /* nothing begins so */
    command_line_open(&line, "goto blocks.1.attn.p");
    type(&line, session, "T");
    assert_string_equal(line.text.bytes, "goto blocks.1.attn.pattern ");
    command_line_free(&line);
    session_free(session);
}

static void test_the_cursor_is_in_sight_in_a_long_line(void **state)
{
    (void)state;
    Session *session = open_session();
    Canvas canvas;
    canvas_init(&canvas, 20, 1);
    CommandLine line = {0};
    command_line_open(&line, "a line that is far too long for it");
    for (int i = 0; i < 40; i++) {
        assert_in_range(command_line_draw(&line, &canvas, canvas_rect(&canvas)), 1, 19);
        type(&line, session, "L");
    }
    assert_int_equal(command_line_draw(&line, &canvas, canvas_rect(&canvas)), 1);
    command_line_free(&line);
    canvas_free(&canvas);
    session_free(session);
}

/* ---- tables ---- */

static void test_no_key_has_two_meanings(void **state)
{
    (void)state;
    for (const KeyBinding *a = key_bindings; a->keys; a++)
        for (const KeyBinding *b = a + 1; b->keys; b++)
            if (*a->letters && strpbrk(b->letters, a->letters))
                fail_msg("%s and %s", a->keys, b->keys);
}

static void test_there_is_a_key_for_every_view(void **state)
{
    (void)state;
    for (int i = 0; i < VIEW_COUNT; i++) {
        Event event = {.press = PRESS_TEXT, .text = {(char)('1' + i)}};
        assert_int_equal(key_find(event)->action, ACTION_VIEW);
    }
    assert_null(key_find((Event){.press = PRESS_TEXT, .text = {(char)('1' + VIEW_COUNT)}}));
}

static void test_help_names_every_command_view_and_key(void **state)
{
    (void)state;
    Buffer text = {0};
    help_text(&text);
    for (int i = 0; commands[i]; i++)
        assert_non_null(strstr(text.bytes, commands[i]->help));
    for (int i = 0; views[i]; i++)
        assert_non_null(strstr(text.bytes, views[i]->title));
    for (const KeyBinding *binding = key_bindings; binding->keys; binding++)
        assert_non_null(strstr(text.bytes, binding->help));
    buffer_free(&text);
}

/* ---- layout ---- */

static bool apart(Rect a, Rect b)
{
    return rect_empty(rect_intersect(a, b));
}

static void test_parts_of_the_screen_never_overlap(void **state)
{
    (void)state;
    for (int width = LAYOUT_LEAST_WIDTH; width < 300; width += 7)
        for (int height = LAYOUT_LEAST_HEIGHT; height < 100; height += 3) {
            Layout l = layout_make(width, height);
            const Rect all[] = {l.title, l.tabs, l.listing, l.divider, l.main, l.rule, l.inspector, l.message, l.hints};
            enum { PARTS = sizeof all / sizeof *all };
            int area = 0;
            for (int i = 0; i < PARTS; i++) {
                area += rect_empty(all[i]) ? 0 : all[i].width * all[i].height;
                for (int j = i + 1; j < PARTS; j++)
                    assert_true(apart(all[i], all[j]));
            }
            assert_int_equal(area, width * height);
            assert_true(l.main.height >= 3 && l.main.width >= 38);
        }
}

/* ---- pages ---- */

static void test_a_page_scrolls_within_its_text_and_closes(void **state)
{
    (void)state;
    Canvas canvas;
    Pager pager = {0};
    canvas_init(&canvas, 40, 10);
    pager_open(&pager, "title", "# head\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n");
    pager_draw(&pager, &canvas, canvas_rect(&canvas));
    assert_int_equal(pager.lines, 13);
    for (int i = 0; i < 30; i++)
        assert_true(pager_handle(&pager, (Event){.press = PRESS_DOWN}));
    pager_draw(&pager, &canvas, canvas_rect(&canvas));
    assert_int_equal(pager.first, 5);
    assert_true(pager_handle(&pager, (Event){.press = PRESS_HOME}));
    assert_int_equal(pager.first, 0);
    assert_true(pager_handle(&pager, (Event){.press = PRESS_ESCAPE}));
    assert_false(pager.active);
    pager_free(&pager);
    canvas_free(&canvas);
}

/* ---- frames ---- */

static const struct {
    const char *name, *lines;
    int width, height;
} frames[] = {
    {"frame-80x24", "step 9", 80, 24},
    {"frame-200x60", "generate 2|show attention|layer 1", 200, 60},
    {"frame-40x10", "finish|show value", 40, 10},
    {"frame-39x9", "finish", 39, 9},
};

static void test_frames_look_as_they_did(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof frames / sizeof *frames; i++) {
        Tui tui = {.session = open_with_text(), .depth = COLOR_MONO};
        char lines[96], *rest = lines;
        strcpy(lines, frames[i].lines);
        tui.session->model->config.eos = -1;
        canvas_init(&tui.canvas, 0, 0);
        while (rest)
            say(tui.session, strsep(&rest, "|"));
        Buffer text = {0};
        frame_draw(&tui, frames[i].width, frames[i].height);
        canvas_text(&tui.canvas, &text);
        golden_compare(frames[i].name, text.bytes);
        buffer_free(&text);
        canvas_free(&tui.canvas);
        session_free(tui.session);
    }
}

static void test_a_frame_can_have_any_size(void **state)
{
    (void)state;
    Tui tui = {.session = open_with_text(), .depth = COLOR_256};
    canvas_init(&tui.canvas, 0, 0);
    say(tui.session, "finish");
    for (int view = 0; view < VIEW_COUNT; view++) {
        strcpy(tui.session->focus.view, views[view]->name);
        for (int width = 0; width < 260; width += 13)
            for (int height = 0; height < 70; height += 11)
                frame_draw(&tui, width, height);
    }
    canvas_free(&tui.canvas);
    session_free(tui.session);
}

static void test_a_long_message_takes_the_lines_of_the_inspector(void **state)
{
    (void)state;
    Tui tui = {.session = open_with_text(), .depth = COLOR_MONO, .message.style = STYLE_ERROR};
    Buffer text = {0};
    canvas_init(&tui.canvas, 0, 0);
    buffer_append_text(&tui.message.text, "goto: there is no value of that name among those of the model; mend it");
    frame_draw(&tui, 40, 10);
    canvas_text(&tui.canvas, &text);
    assert_non_null(strstr(text.bytes, "✗ goto: there"));
    assert_non_null(strstr(text.bytes, "mend it"));
    assert_true(frame_message_fits(&tui));
    for (int i = 0; i < 9; i++)
        buffer_append_text(&tui.message.text, " and so on and on");
    assert_false(frame_message_fits(&tui));
    buffer_free(&text);
    buffer_free(&tui.message.text);
    canvas_free(&tui.canvas);
    session_free(tui.session);
}

static void frame_has(Tui *tui, int width, int height, const char *words)
{
    Buffer text = {0};
    frame_draw(tui, width, height);
    canvas_text(&tui->canvas, &text);
    if (!strstr(text.bytes, words))
        fail_msg("no \"%s\" in\n%s", words, text.bytes);
    buffer_free(&text);
}

static void test_tabs_are_short_where_the_settings_need_the_room(void **state)
{
    (void)state;
    Tui tui = {.session = open_with_text(), .depth = COLOR_MONO};
    canvas_init(&tui.canvas, 0, 0);
    frame_has(&tui, 80, 24, " 2 Value ");
    say(tui.session, "diff on");
    say(tui.session, "set embed[0, 0] = 1");
    say(tui.session, "temperature 0.85");
    frame_has(&tui, 80, 24, "✎ 1 edit  diff  T 0.85");
    canvas_free(&tui.canvas);
    session_free(tui.session);
}

static void test_the_inspector_stays_while_a_page_is_open(void **state)
{
    (void)state;
    Tui tui = {.session = open_with_text(), .depth = COLOR_MONO};
    Buffer text = {0};
    canvas_init(&tui.canvas, 0, 0);
    help_text(&text);
    pager_open(&tui.pager, "Help", text.bytes);
    frame_has(&tui, 80, 24, "embedding: ");
    frame_has(&tui, 80, 24, "q closes");
    pager_free(&tui.pager);
    buffer_free(&text);
    canvas_free(&tui.canvas);
    session_free(tui.session);
}

static void test_the_second_column_of_a_page_goes_on_below_itself(void **state)
{
    (void)state;
    Canvas canvas;
    Pager pager = {0};
    Buffer text = {0};
    canvas_init(&canvas, 30, 8);
    pager_open(&pager, "t", "  key n   one two three four five\n");
    pager_draw(&pager, &canvas, canvas_rect(&canvas));
    canvas_text(&canvas, &text);
    assert_non_null(strstr(text.bytes, "│   key n   one two three "));
    assert_non_null(strstr(text.bytes, "│           four five"));
    buffer_free(&text);
    pager_free(&pager);
    canvas_free(&canvas);
}

/* ---- the plain walk ---- */

static void test_the_plain_walk_has_every_instruction_of_the_pass(void **state)
{
    (void)state;
    Session *session = open_session();
    Buffer out = {0};
    Error error = {0};
    assert_int_equal(tui_plain_walk(session, &out, &error), STATUS_OK);
    for (int i = 0; i < session->model->program.instruction_count; i++)
        assert_non_null(strstr(out.bytes, program_name(&session->model->program, i)));
    assert_non_null(strstr(out.bytes, "most probable next tokens: “"));
    buffer_free(&out);
    session_free(session);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_line_is_edited_by_whole_characters),
        cmocka_unit_test(test_backspace_in_an_empty_line_leaves_it),
        cmocka_unit_test(test_history_goes_up_and_down_and_forgets_repetitions),
        cmocka_unit_test(test_tab_completes_as_far_as_it_is_certain),
        cmocka_unit_test(test_the_cursor_is_in_sight_in_a_long_line),
        cmocka_unit_test(test_no_key_has_two_meanings),
        cmocka_unit_test(test_there_is_a_key_for_every_view),
        cmocka_unit_test(test_help_names_every_command_view_and_key),
        cmocka_unit_test(test_parts_of_the_screen_never_overlap),
        cmocka_unit_test(test_a_page_scrolls_within_its_text_and_closes),
        cmocka_unit_test(test_frames_look_as_they_did),
        cmocka_unit_test(test_a_frame_can_have_any_size),
        cmocka_unit_test(test_tabs_are_short_where_the_settings_need_the_room),
        cmocka_unit_test(test_the_inspector_stays_while_a_page_is_open),
        cmocka_unit_test(test_the_second_column_of_a_page_goes_on_below_itself),
        cmocka_unit_test(test_a_long_message_takes_the_lines_of_the_inspector),
        cmocka_unit_test(test_the_plain_walk_has_every_instruction_of_the_pass),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
