/* Labels of points: none covers another label or a point. */
#include "draw/label_place.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { WIDTH = 60, HEIGHT = 20 };

static const LabelRoom room = {{0, 0, WIDTH, HEIGHT}, 0};

static LabelItem item(int x, int y, int width)
{
    return (LabelItem){.point = {x, y, 1, 1}, .label = {.width = width, .height = 1}};
}

static bool meet(LabelBox a, LabelBox b)
{
    return a.left < b.left + b.width && b.left < a.left + a.width && a.top < b.top + b.height &&
           b.top < a.top + a.height;
}

static void test_a_label_alone_stands_behind_its_point(void **state)
{
    (void)state;
    LabelItem one = item(10, 5, 4);
    assert_int_equal(labels_place(room, &one, 1, -1), 0);
    assert_true(one.placed && one.label.left == 11 && one.label.top == 5);
}

static void test_a_label_at_the_right_edge_stands_before_its_point(void **state)
{
    (void)state;
    LabelItem one = item(WIDTH - 1, 5, 4);
    assert_int_equal(labels_place(room, &one, 1, -1), 0);
    assert_true(one.placed && one.label.left == WIDTH - 5);
}

static void test_points_in_one_place_get_labels_in_different_ones(void **state)
{
    (void)state;
    LabelItem items[] = {item(30, 10, 6), item(30, 10, 6), item(30, 10, 6)};
    assert_int_equal(labels_place(room, items, 3, -1), 0);
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < i; j++)
            assert_false(meet(items[i].label, items[j].label));
}

static void test_labels_keep_the_gap_that_is_asked_for(void **state)
{
    (void)state;
    for (int gap = 0; gap < 3; gap++) {
        LabelItem items[] = {item(10, 5, 4), item(20, 5, 5)}; /* the second one's point is at the room's edge */
        LabelRoom narrow = {{0, 5, 21, 1}, gap};
        assert_int_equal(labels_place(narrow, items, 2, -1), gap > 0);
    }
}

static void test_in_any_crowd_nothing_is_covered_and_nothing_leaves_the_room(void **state)
{
    (void)state;
    LabelItem items[64];
    uint32_t random = 12345;
    for (int i = 0; i < 64; i++) {
        int at[3];
        for (int j = 0; j < 3; j++)
            at[j] = (int)((random = random * 1664525u + 1013904223u) >> 16);
        items[i] = item(at[0] % WIDTH, at[1] % HEIGHT, 2 + at[2] % 9);
    }
    int homeless = labels_place(room, items, 64, -1), placed = 0;
    for (int i = 0; i < 64; i++) {
        placed += items[i].placed;
        for (int j = 0; j < 64 && items[i].placed; j++) {
            assert_false(meet(items[i].label, items[j].point));
            assert_false(i != j && items[j].placed && meet(items[i].label, items[j].label));
        }
        if (items[i].placed)
            assert_true(items[i].label.left >= 0 && items[i].label.left + items[i].label.width <= WIDTH);
    }
    assert_int_equal(placed + homeless, 64);
    assert_true(placed > 40);
}

static void test_the_first_label_always_has_a_place(void **state)
{
    (void)state;
    LabelItem items[9];
    for (int i = 0; i < 9; i++) /* a point amid eight others */
        items[i] = item(30 + i % 3, 10 + i / 3, 12);
    labels_place((LabelRoom){{29, 9, 5, 5}, 0}, items, 9, 4);
    assert_true(items[4].placed);
    for (int i = 0; i < 9; i++)
        assert_true(i == 4 || !items[i].placed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_label_alone_stands_behind_its_point),
        cmocka_unit_test(test_a_label_at_the_right_edge_stands_before_its_point),
        cmocka_unit_test(test_points_in_one_place_get_labels_in_different_ones),
        cmocka_unit_test(test_labels_keep_the_gap_that_is_asked_for),
        cmocka_unit_test(test_in_any_crowd_nothing_is_covered_and_nothing_leaves_the_room),
        cmocka_unit_test(test_the_first_label_always_has_a_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
