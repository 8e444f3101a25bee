#include "tui/layout.h"

enum {
    LESSON_LEAST = 38,
    LESSON_MOST = 60,
    EDGE = 2,
    WIDTH_FOR_LISTING = 120,
    LISTING_SHORT = 48, /* names and ops */
    WIDTH_FOR_SHAPES = 160,
    LISTING_FULL = 76,
    LISTING_LEAST = 20,
    MAIN_LEAST = 40,
    HEIGHT_FOR_TWO_HINTS = 20, /* lines of them */
    HEIGHT_FOR_THREE_HINTS = 30,
    INSPECTOR_LEAST = 2,
    INSPECTOR_MOST = 9,
    INSPECTOR_SHARE = 8, /* one line in so many */
};

static int within(int value, int least, int most)
{
    return value < least ? least : value > most ? most : value;
}

static int listing_width(int width, int wish)
{
    if (!wish)
        return width < WIDTH_FOR_SHAPES ? LISTING_SHORT : LISTING_FULL;
    return within(wish, LISTING_LEAST, width - MAIN_LEAST);
}

static int inspector_lines_for(int height, int room, bool list)
{
    int usual = within(height / INSPECTOR_SHARE - 1, INSPECTOR_LEAST, INSPECTOR_MOST);
    int half = (room - 1) * 11 / 20;
    return list && half > usual ? half : usual;
}

static int hint_lines(int height, int wish)
{
    return within(wish, 1, height >= HEIGHT_FOR_THREE_HINTS ? 3 : height >= HEIGHT_FOR_TWO_HINTS ? 2 : 1);
}

/* Beside the rest, or above it on a screen that is high and narrow. */
static void cut_lesson(Rect *rest, Layout *layout)
{
    if (rest->width >= LESSON_LEAST + EDGE + LAYOUT_LEAST_WIDTH) {
        layout->lesson = rect_cut_left(rest, within(rest->width * 3 / 8, LESSON_LEAST, LESSON_MOST));
        layout->edge = rect_cut_left(rest, EDGE);
    } else if (rest->height >= 2 * LAYOUT_LEAST_HEIGHT) {
        layout->lesson = rect_cut_top(rest, rest->height - LAYOUT_LEAST_HEIGHT - 1);
        layout->edge = rect_cut_top(rest, 1);
    }
}

Layout layout_make(int width, int height, LayoutWish wish)
{
    Layout layout = {0};
    Rect rest = {0, 0, width, height};
    if (wish.lesson)
        cut_lesson(&rest, &layout);
    width = rest.width;
    height = rest.height;
    layout.title = rect_cut_top(&rest, 1);
    layout.tabs = rect_cut_top(&rest, 1);
    layout.hints = rect_cut_bottom(&rest, hint_lines(height, wish.hints));
    layout.message = rect_cut_bottom(&rest, 1);
    layout.inspector = rect_cut_bottom(&rest, inspector_lines_for(height, rest.height, wish.list));
    layout.rule = rect_cut_bottom(&rest, 1);
    if (width >= WIDTH_FOR_LISTING) {
        layout.listing = rect_cut_left(&rest, listing_width(width, wish.listing));
        layout.divider = rect_cut_left(&rest, 2);
    }
    layout.main = rest;
    return layout;
}
