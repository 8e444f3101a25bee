/* What the TUI does between keys and terminal: the : line, pages, layout, whole frames, the plain walk. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "support/golden.h"
#include "support/session.h"
#include "tui/help.h"
#include "tui/jamo.h"
#include "tui/tui_parts.h"

/* ---- the : line ---- */

/* Types characters; the capitals stand for keys. */
static void type(CommandLine *line, const Session *session, const char *keys)
{
    static const char names[] = "UDLRBXHETSKCW";
    static const Press presses[] = {PRESS_UP,        PRESS_DOWN,       PRESS_LEFT,    PRESS_RIGHT, PRESS_BACKSPACE,
                                    PRESS_DELETE,    PRESS_HOME,       PRESS_END,     PRESS_TAB,   PRESS_SHIFT_TAB,
                                    PRESS_CUT_AFTER, PRESS_CUT_BEFORE, PRESS_CUT_WORD};
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
    {"abc", "abc", 3},      {"abcLLx", "axbc", 2},     {"abcB", "ab", 2},        {"abcHX", "bc", 0},
    {"abHLLx", "xab", 1},   {"abEERx", "abx", 3},      {"한글B", "한", 3},       {"한글LX", "한", 3},
    {"한글Lx", "한x글", 4}, {"HXab", "ab", 2},         {"e\xcc\x81xLB", "x", 0}, {"abcLK", "ab", 2},
    {"abcLC", "c", 0},      {"한 글 cW", "한 글 ", 8}, {"한 글  W", "한 ", 4},
};

static void test_the_line_is_edited_by_whole_characters(void **state)
{
    (void)state;
    Session *session = open_session();
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
        CommandLine line = {0};
        command_line_open(&line, session, "");
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
    command_line_open(&line, session, "");
    assert_int_equal(command_line_handle(&line, session, (Event){.press = PRESS_BACKSPACE}), LINE_LEFT);
    assert_int_equal(command_line_handle(&line, session, (Event){.press = PRESS_ESCAPE}), LINE_LEFT);
    command_line_free(&line);
    session_free(session);
}

static void enter(CommandLine *line, const Session *session, const char *text)
{
    command_line_open(line, session, text);
    command_line_close(line, true);
}

static void test_history_goes_up_and_down_and_forgets_repetitions(void **state)
{
    (void)state;
    Session *session = open_session();
    CommandLine line = {0};
    enter(&line, session, "step");
    enter(&line, session, "next");
    enter(&line, session, "next");
    enter(&line, session, "");
    command_line_open(&line, session, "");
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
    command_line_open(&line, session, "temp");
    assert_string_equal(line.offers.text.bytes, "temperature\n");
    type(&line, session, "T");
    assert_string_equal(line.text.bytes, "temperature ");
    command_line_open(&line, session, "top");
    type(&line, session, "T");
    assert_string_equal(line.text.bytes, "top-");
    assert_string_equal(line.offers.text.bytes, "top-k\ntop-p\n");
    command_line_open(&line, session, "help sec");
    type(&line, session, "T");
    assert_string_equal(line.text.bytes, "help sec"); /* nothing begins so */
    command_line_open(&line, session, "goto blocks.1.attn.p");
    type(&line, session, "T");
    assert_string_equal(line.text.bytes, "goto blocks.1.attn.pattern ");
    command_line_free(&line);
    session_free(session);
}

static void test_tab_goes_through_what_may_follow(void **state)
{
    (void)state;
    Session *session = open_with_text();
    CommandLine line = {0};
    command_line_open(&line, session, "top-");
    type(&line, session, "T");
    assert_string_equal(line.text.bytes, "top-k");
    type(&line, session, "TT");
    assert_string_equal(line.text.bytes, "top-k");
    type(&line, session, "S");
    assert_string_equal(line.text.bytes, "top-p");
    command_line_open(&line, session, "theme  now");
    type(&line, session, "LLLLT");
    assert_string_equal(line.text.bytes, "theme dark now");
    command_line_free(&line);
    session_free(session);
}

static void line_shows(CommandLine *line, const Session *session, const char *text, const char *words)
{
    Canvas canvas;
    Buffer seen = {0};
    canvas_init(&canvas, 100, 12);
    command_line_open(line, session, text);
    command_line_draw_offers(line, &canvas, canvas_rect(&canvas));
    canvas_text(&canvas, &seen);
    if (!strstr(seen.bytes, words))
        fail_msg("no \"%s\" above :%s\n%s", words, text, seen.bytes);
    buffer_free(&seen);
    canvas_free(&canvas);
}

static void test_above_the_line_stands_what_may_follow_and_what_it_does(void **state)
{
    (void)state;
    Session *session = open_with_text();
    CommandLine line = {0};
    line_shows(&line, session, "ste", "step [N]");
    line_shows(&line, session, "ste", command_find("step", 4)->help);
    line_shows(&line, session, "step ", command_find("step", 4)->help);
    line_shows(&line, session, "show ", "attention\n");
    line_shows(&line, session, "theme ", "projector\n");
    line_shows(&line, session, "colormap ", "cividis\n");
    line_shows(&line, session, "goto blocks.1.mlp.", "blocks.1.mlp.post\n");
    line_shows(&line, session, "snapshot tests/unit/test_tu", "tests/unit/test_tui.c\n");
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
    command_line_open(&line, session, "a line that is far too long for it");
    for (int i = 0; i < 40; i++) {
        assert_in_range(command_line_draw(&line, ":", &canvas, canvas_rect(&canvas)), 1, 19);
        type(&line, session, "L");
    }
    assert_int_equal(command_line_draw(&line, ":", &canvas, canvas_rect(&canvas)), 1);
    command_line_free(&line);
    canvas_free(&canvas);
    session_free(session);
}

/* ---- tables ---- */

static void test_the_table_of_keys_has_no_mistake(void **state)
{
    (void)state;
    KeyTable keys;
    Error error = {0};
    unsetenv("HOME");
    unsetenv("XDG_CONFIG_HOME");
    if (key_table_open(&keys, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    assert_true(keys.count > 20);
    key_table_free(&keys);
}

static Event letter(const char *text)
{
    Event event;
    assert_true(key_parse(text, strlen(text), &event));
    return event;
}

static void test_a_line_of_the_table_replaces_what_the_key_did(void **state)
{
    (void)state;
    KeyTable keys = {0};
    assert_int_equal(key_table_read(&keys, "x step # one\nSpace step 2 # go: two\n", "a", NULL), STATUS_OK);
    assert_int_equal(key_table_read(&keys, "# comment\n\nx @line goto # three\n", "b", NULL), STATUS_OK);
    assert_int_equal(keys.count, 2);
    const KeyBinding *x = key_table_find(&keys, letter("x")), *space = key_table_find(&keys, letter("Space"));
    assert_int_equal(x->action, KEY_LINE);
    assert_string_equal(x->words, "goto ");
    assert_string_equal(space->words, "step 2");
    assert_string_equal(space->hint, "go");
    assert_string_equal(space->help, "two");
    assert_null(key_table_find(&keys, letter("Tab")));
    key_table_free(&keys);
}

/* Each is wrong in one way; the message says where and what. */
static const struct {
    const char *line, *message;
} wrong_keys[] = {
    {"x stp # one", "keys, line 2: there is no command stp"},
    {"Ctrl-Q step", "keys, line 2: Ctrl-Q is no key"},
    {"x", "keys, line 2: x does nothing"},
    {"x @view", "keys, line 2: @view needs a number"},
    {"x @divider", "keys, line 2: @divider needs a number of columns"},
    {"x @vew 3", "keys, line 2: there is no @vew"},
    {"\xff step", "is no key"},
};

static void test_a_mistake_in_the_table_is_named_and_the_key_stays(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof wrong_keys / sizeof *wrong_keys; i++) {
        KeyTable keys = {0};
        Error error = {0};
        Buffer text = {0};
        buffer_format(&text, "x next # before\n%s\ny step # after\n", wrong_keys[i].line);
        assert_int_equal(key_table_read(&keys, text.bytes, "keys", &error), STATUS_BAD_DATA);
        if (!strstr(error.message, wrong_keys[i].message))
            fail_msg("%s: %s", wrong_keys[i].line, error.message);
        assert_string_equal(key_table_find(&keys, letter("x"))->words, "next");
        assert_string_equal(key_table_find(&keys, letter("y"))->words, "step");
        buffer_free(&text);
        key_table_free(&keys);
    }
}

static void test_there_is_a_key_for_every_view(void **state)
{
    (void)state;
    KeyTable keys;
    key_table_open(&keys, NULL);
    for (int i = 0; i < VIEW_COUNT; i++) {
        Event event = {.press = PRESS_TEXT, .text = {(char)('0' + (i + 1) % 10)}};
        assert_int_equal(key_table_find(&keys, event)->action, KEY_VIEW);
        assert_int_equal(key_table_find(&keys, event)->number, i + 1);
    }
    key_table_free(&keys);
}

static void test_help_names_every_command_view_and_key(void **state)
{
    (void)state;
    Buffer text = {0};
    KeyTable keys;
    key_table_open(&keys, NULL);
    help_text(&keys, &text);
    for (int i = 0; commands[i]; i++)
        assert_non_null(strstr(text.bytes, commands[i]->help));
    for (int i = 0; views[i]; i++)
        assert_non_null(strstr(text.bytes, views[i]->title));
    for (size_t i = 0; i < keys.count; i++) {
        assert_non_null(strstr(text.bytes, keys.bindings[i].name));
        assert_non_null(strstr(text.bytes, keys.bindings[i].help));
    }
    buffer_free(&text);
    key_table_free(&keys);
}

/* ---- Hangul as keys ---- */

static void test_hangul_is_the_keys_it_is_typed_with(void **state)
{
    (void)state;
    static const struct {
        uint32_t code_point;
        const char *keys;
    } typed[] = {
        {0x315C, "n"},    {0x3157, "h"},    {0x3142, "q"},  {0x3143, "Q"},  {0x3160, "b"},  {0x3163, "l"},
        {0x3131, "r"},    {0x3158, "hk"},   {0x3133, "rt"}, {0xBB34, "an"}, {0xAC00, "rk"}, {0xD7A3, "glg"},
        {0xB2ED, "ekfr"}, {0xAF5C, "RhkT"}, {0x1106, "a"},  {0x116E, "n"},  {0x11AF, "f"},  {'n', ""},
        {0x3130, ""},     {0x3164, ""},     {0x4E00, ""},
    };
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
        char keys[JAMO_KEYS_MOST];
        assert_int_equal(jamo_keys(typed[i].code_point, keys), strlen(typed[i].keys));
        assert_string_equal(keys, typed[i].keys);
    }
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
            LayoutWish wish = {
                .listing = width % 90, .hints = height % 3, .list = width % 2, .lesson = (width + height) % 3 == 0};
            Layout l = layout_make(width, height, wish);
            const Rect all[] = {l.lesson, l.edge, l.title,     l.tabs,    l.listing, l.divider,
                                l.main,   l.rule, l.inspector, l.message, l.hints};
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
        key_table_open(&tui.keys, NULL);
        while (rest)
            say(tui.session, strsep(&rest, "|"));
        Buffer text = {0};
        frame_draw(&tui, frames[i].width, frames[i].height);
        canvas_text(&tui.canvas, &text);
        golden_compare(frames[i].name, text.bytes);
        buffer_free(&text);
        key_table_free(&tui.keys);
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
    frame_has(&tui, 160, 24, " 2 Value ");
    frame_has(&tui, 80, 24, " 2 ");
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
    key_table_open(&tui.keys, NULL);
    help_text(&tui.keys, &text);
    pager_open(&tui.pager, "Help", text.bytes);
    frame_has(&tui, 80, 24, "embedding: ");
    frame_has(&tui, 80, 24, "q closes");
    key_table_free(&tui.keys);
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
        cmocka_unit_test(test_tab_goes_through_what_may_follow),
        cmocka_unit_test(test_above_the_line_stands_what_may_follow_and_what_it_does),
        cmocka_unit_test(test_the_cursor_is_in_sight_in_a_long_line),
        cmocka_unit_test(test_the_table_of_keys_has_no_mistake),
        cmocka_unit_test(test_a_line_of_the_table_replaces_what_the_key_did),
        cmocka_unit_test(test_a_mistake_in_the_table_is_named_and_the_key_stays),
        cmocka_unit_test(test_hangul_is_the_keys_it_is_typed_with),
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
