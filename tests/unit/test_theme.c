/* Themes: the files that come with the program, and those that people write. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "draw/ansi.h"
#include "view/theme.h"

static double luminance(Rgb color)
{
    const double channel[3] = {color.r / 255.0, color.g / 255.0, color.b / 255.0}, weight[3] = {0.2126, 0.7152, 0.0722};
    double sum = 0;
    for (int i = 0; i < 3; i++)
        sum += weight[i] * (channel[i] <= 0.04045 ? channel[i] / 12.92 : pow((channel[i] + 0.055) / 1.055, 2.4));
    return sum;
}

static void test_styles_that_must_be_told_apart_differ_without_colour(void **state)
{
    (void)state;
    Buffer names = {0};
    int count = 0;
    theme_names(&names);
    for (char *rest = names.bytes, *name; (name = strsep(&rest, "\n")) && *name; count++) {
        Theme theme;
        Error error = {0};
        if (theme_open(name, &theme, &error) != STATUS_OK)
            fail_msg("%s", error.message);
        assert_string_equal(theme.name, name);
        assert_true(theme.looks[STYLE_CURSOR].reverse);
        assert_true(theme.looks[STYLE_CURRENT].reverse);
        assert_true(theme.looks[STYLE_ERROR].bold);
        assert_true(theme.looks[STYLE_EDITED].underline);
    }
    assert_true(count >= 4);
    buffer_free(&names);
}

static void test_the_projector_theme_is_bold_and_has_no_grey(void **state)
{
    (void)state;
    Theme theme;
    assert_int_equal(theme_open("projector", &theme, NULL), STATUS_OK);
    for (int style = 0; style < STYLE_COUNT; style++) {
        const Look *look = &theme.looks[style];
        Rgb ink = ansi_rgb(look->color256), ground = ansi_rgb(look->ground256);
        double contrast = (luminance(ground) + 0.05) / (luminance(ink) + 0.05);
        assert_true(look->bold && !look->dim);
        if (contrast < 7) /* WCAG 2.1, level AAA */
            fail_msg("%s: %g", style_name((Style)style), contrast);
    }
}

static void test_an_unknown_theme_names_those_there_are_and_leaves_one_to_use(void **state)
{
    (void)state;
    Theme theme;
    Error error = {0};
    assert_int_equal(theme_open("no such theme", &theme, &error), STATUS_NOT_FOUND);
    assert_non_null(strstr(error.message, "dark, light, mono, projector"));
    assert_true(theme.looks[STYLE_CURSOR].reverse);
    assert_int_equal(theme_open("../keys", &theme, &error), STATUS_NOT_FOUND);
}

static void test_a_mistake_in_a_theme_is_named_with_its_line(void **state)
{
    (void)state;
    static const struct {
        const char *line, *message;
    } wrong[] = {
        {"titel 1 2", "t, line 2: there is no meaning titel"},
        {"title 256 -", "t, line 2: 256 is no colour"},
        {"title - purple", "t, line 2: purple is no colour"},
        {"title 110/256 -", "is no colour"},
        {"title -", "t, line 2: a colour is missing"},
        {"title - - italic", "t, line 2: italic is no attribute"},
        {"heat maybe", "t, line 2: heat is on or off"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        Theme theme;
        Error error = {0};
        Buffer text = {0};
        theme_plain(&theme);
        buffer_format(&text, "title 9 - underline\n%s\nnote 110/cyan 3 dim\n", wrong[i].line);
        assert_int_equal(theme_read(&theme, text.bytes, "t", &error), STATUS_BAD_DATA);
        if (!strstr(error.message, wrong[i].message))
            fail_msg("%s: %s", wrong[i].line, error.message);
        assert_true(theme.looks[STYLE_TITLE].underline && theme.looks[STYLE_TITLE].color16 == 9);
        assert_true(theme.looks[STYLE_NOTE].dim && theme.looks[STYLE_NOTE].color256 == 110);
        assert_true(theme.looks[STYLE_NOTE].color16 == 6 && theme.looks[STYLE_NOTE].ground16 == 3);
        buffer_free(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_styles_that_must_be_told_apart_differ_without_colour),
        cmocka_unit_test(test_the_projector_theme_is_bold_and_has_no_grey),
        cmocka_unit_test(test_an_unknown_theme_names_those_there_are_and_leaves_one_to_use),
        cmocka_unit_test(test_a_mistake_in_a_theme_is_named_with_its_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
