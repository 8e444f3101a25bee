/* Colour maps against values that their authors published. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "draw/colormap.h"

static void assert_near(const char *name, double position, int r, int g, int b)
{
    const Colormap *map;
    assert_int_equal(colormap_find(name, &map, NULL), STATUS_OK);
    Rgb color = colormap_at(map, position);
    assert_in_range(abs(color.r - r), 0, 6);
    assert_in_range(abs(color.g - g), 0, 6);
    assert_in_range(abs(color.b - b), 0, 6);
}

static void test_maps_pass_through_their_published_colours(void **state)
{
    (void)state;
    assert_near("viridis", 0, 68, 1, 84);
    assert_near("viridis", 0.5, 33, 145, 140);
    assert_near("viridis", 1, 253, 231, 37);
    assert_near("cividis", 0, 0, 34, 78);
    assert_near("cividis", 0.5, 125, 124, 120);
    assert_near("cividis", 1, 254, 232, 56);
    assert_near("magma", 0, 0, 0, 4);
    assert_near("magma", 0.5, 183, 55, 121);
    assert_near("magma", 1, 252, 253, 191);
    assert_near("grey", 0.5, 128, 128, 128);
}

static void test_gray_is_grey(void **state)
{
    (void)state;
    const Colormap *grey, *gray;
    assert_int_equal(colormap_find("grey", &grey, NULL), STATUS_OK);
    assert_int_equal(colormap_find("gray", &gray, NULL), STATUS_OK);
    assert_ptr_equal(grey, gray);
}

static void test_an_unknown_name_is_told_the_known_ones(void **state)
{
    (void)state;
    const Colormap *map;
    Error error;
    assert_int_equal(colormap_find("jet", &map, &error), STATUS_NOT_FOUND);
    for (int i = 0; colormap_name(i); i++)
        assert_non_null(strstr(error.message, colormap_name(i)));
}

static void test_sequential_maps_grow_lighter(void **state)
{
    (void)state;
    const char *const names[] = {"viridis", "cividis", "magma", "grey"};
    for (int i = 0; i < 4; i++) {
        const Colormap *map;
        assert_int_equal(colormap_find(names[i], &map, NULL), STATUS_OK);
        double before = -1;
        for (int step = 0; step <= 20; step++) {
            Rgb color = colormap_at(map, step / 20.0);
            double light = 0.2126 * color.r + 0.7152 * color.g + 0.0722 * color.b;
            assert_true(light > before);
            before = light;
        }
    }
}

static void test_positions_outside_take_the_ends(void **state)
{
    (void)state;
    const Colormap *map = colormap_default(SCALE_SEQUENTIAL);
    Rgb low = colormap_at(map, 0), below = colormap_at(map, -5), none = colormap_at(map, NAN);
    assert_memory_equal(&low, &below, sizeof low);
    assert_memory_equal(&low, &none, sizeof low);
    Rgb high = colormap_at(map, 1), above = colormap_at(map, INFINITY);
    assert_memory_equal(&high, &above, sizeof high);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_maps_pass_through_their_published_colours),
        cmocka_unit_test(test_gray_is_grey),
        cmocka_unit_test(test_an_unknown_name_is_told_the_known_ones),
        cmocka_unit_test(test_sequential_maps_grow_lighter),
        cmocka_unit_test(test_positions_outside_take_the_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
