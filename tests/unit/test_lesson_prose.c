/* Words as lines: Markdown, placeholders, wrapping. */
#include "lesson/fill.h"
#include "lesson/prose.h"
#include "support/session.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/utf8.h"

static Session *session;

static int open_text(void **state)
{
    (void)state;
    session = open_with_text();
    say(session, "finish");
    return 0;
}

static int close_text(void **state)
{
    (void)state;
    session_free(session);
    return 0;
}

/* The lines as text; owned by the buffer. */
static const char *lines_of(const char *markdown, int width, Buffer *out)
{
    Prose prose = {0};
    ProseLines lines = {0};
    Error error = {0};
    buffer_clear(out);
    if (prose_read(&prose, session, markdown, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    prose_wrap(&prose, width, &lines);
    prose_lines_print(&lines, out);
    for (size_t i = 0; i < lines.count; i++)
        assert_true(lines.lines[i].cells <= width);
    prose_lines_free(&lines);
    prose_free(&prose);
    return buffer_text(out);
}

static void require_lines(const char *markdown, int width, const char *wanted)
{
    Buffer out = {0};
    assert_string_equal(lines_of(markdown, width, &out), wanted);
    buffer_free(&out);
}

static void test_words_stay_whole_where_a_line_has_room(void **state)
{
    (void)state;
    require_lines("언어 모델은 다음에 올 조각을 고릅니다.", 16, "언어 모델은\n다음에 올 조각을\n고릅니다.\n");
    require_lines("one two three four", 10, "one two\nthree four\n");
}

static void test_long_hangul_breaks_between_syllables(void **state)
{
    (void)state;
    require_lines("대규모언어모델이라는것은", 10, "대규모언어\n모델이라는\n것은\n");
    require_lines("가나다라마 바", 11, "가나다라마\n바\n");
}

static void test_blocks_are_set_apart_and_lists_hang(void **state)
{
    (void)state;
    require_lines("First *one*\nand `two`.\n\n- a list\n- that has long items\n\n1. one\n2. two\n", 16,
                  "First one and\ntwo.\n\n• a list\n• that has long\n  items\n\n1. one\n2. two\n");
    require_lines("```\na  b\n  c\n```", 20, "a  b\n  c\n");
    require_lines("hard  \nbreak", 20, "hard\nbreak\n");
}

static void test_emphasis_is_a_style(void **state)
{
    (void)state;
    Prose prose = {0};
    ProseLines lines = {0};
    assert_int_equal(prose_read(&prose, session, "a **b** *c* `d`", NULL), STATUS_OK);
    prose_wrap(&prose, 40, &lines);
    const ProseLine *line = &lines.lines[0];
    static const ProseStyle wanted[] = {PROSE_PLAIN,    PROSE_STRONG, PROSE_PLAIN,
                                        PROSE_EMPHASIS, PROSE_PLAIN,  PROSE_CODE};
    assert_int_equal(line->span_count, 6);
    for (int i = 0; i < line->span_count; i++)
        assert_int_equal(line->spans[i].style, wanted[i]);
    prose_lines_free(&lines);
    prose_free(&prose);
}

static void test_placeholders_are_the_models_numbers(void **state)
{
    (void)state;
    require_lines("{{model.layers}} layers, {{text.positions}} tokens", 40, "2 layers, 5 tokens\n");
    require_lines("{{1234567}} {{0.125|%}} {{0.125|%1}} {{2 / 3|2}} {{2 / 3}} {{1536|bytes}}", 60,
                  "1,234,567 12\u00a0% 12.5\u00a0% 0.67 0.667 1.5 KiB\n");
    require_lines("{{token(1)}} and `{{token(1)}}`", 40, "b and b\n");
    say(session, "layer 1");
    require_lines("{{6 * 0 + {layer}}}", 40, "1\n"); /* braces at the end belong to the expression */
}

static void test_a_percentage_never_rounds_to_all_or_nothing(void **state)
{
    (void)state;
    require_lines("{{0.9996|%}} {{0.0004|%}} {{1|%}} {{0|%}}", 60, "99.96\u00a0% 0.04\u00a0% 100\u00a0% 0\u00a0%\n");
}

static void test_what_is_filled_in_is_no_markdown(void **state)
{
    (void)state;
    /* The expression's own stars and brackets, and what it stands for, are not looked at by Markdown. */
    require_lines("{{2 * 3 * 4}} and {{blocks.0.attn.pattern[0, 0, 0] * 2 * 1}}", 60, "24 and 2\n");
}

static void require_refused(const char *markdown, const char *words)
{
    Prose prose = {0};
    Error error = {0};
    assert_int_not_equal(prose_read(&prose, session, markdown, &error), STATUS_OK);
    prose_free(&prose);
    if (!strstr(error.message, words))
        fail_msg("%s: %s", markdown, error.message);
}

static void test_what_cannot_be_shown_is_refused(void **state)
{
    (void)state;
    require_refused("{{nonsense}}", "{{nonsense}}");
    require_refused("{{logits}}", "not one number");
    require_refused("{{1|furlongs}}", "furlongs");
    require_refused("{{1|token}}", "does not fit");
    require_refused("open {{1 + 2", "not closed");
    require_refused("<b>bold</b>", "HTML");
    require_refused("![](picture.png)", "pictures");
}

static void test_html_escapes_what_is_filled_in(void **state)
{
    (void)state;
    Buffer out = {0};
    assert_int_equal(prose_html(session, "*a* < {{1 + 1}}", &out, NULL), STATUS_OK);
    assert_string_equal(buffer_text(&out), "<p><em>a</em> &lt; 2</p>\n");
    buffer_free(&out);
}

/* Any cut of a text with everything in it, at any width: lines never grow too wide. */
static void test_every_cut_at_every_width_is_safe(void **state)
{
    (void)state;
    static const char text[] =
        "# 제목\n> 인용 `코드`\n\n- 하나\n  - 둘 *셋*\n    1. 넷\n\n```\n코드 코드 코드\n```\n[a](b) \\* &amp; 끝";
    for (size_t length = 0; length < sizeof text; length++) {
        if (utf8_valid_prefix(text, length) < length)
            continue;
        char *cut = memory_copy_text(text, length);
        for (int width = 12; width < 40; width += 9) {
            Buffer out = {0};
            lines_of(cut, width, &out);
            buffer_free(&out);
        }
        free(cut);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words_stay_whole_where_a_line_has_room),
        cmocka_unit_test(test_long_hangul_breaks_between_syllables),
        cmocka_unit_test(test_blocks_are_set_apart_and_lists_hang),
        cmocka_unit_test(test_emphasis_is_a_style),
        cmocka_unit_test(test_placeholders_are_the_models_numbers),
        cmocka_unit_test(test_a_percentage_never_rounds_to_all_or_nothing),
        cmocka_unit_test(test_what_is_filled_in_is_no_markdown),
        cmocka_unit_test(test_what_cannot_be_shown_is_refused),
        cmocka_unit_test(test_html_escapes_what_is_filled_in),
        cmocka_unit_test(test_every_cut_at_every_width_is_safe),
    };
    return cmocka_run_group_tests(tests, open_text, close_text);
}
