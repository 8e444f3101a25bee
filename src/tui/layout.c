#include "tui/layout.h"

enum {
    WIDTH_FOR_LISTING = 120,
    LISTING_MOST = 76,
    INSPECTOR_LEAST = 2,
    INSPECTOR_MOST = 9,
    INSPECTOR_SHARE = 8, /* one line in so many */
};

static int within(int value, int least, int most)
{
    return value < least ? least : value > most ? most : value;
}

Layout layout_make(int width, int height)
{
    Layout layout = {0};
    Rect rest = {0, 0, width, height};
    layout.title = rect_cut_top(&rest, 1);
    layout.tabs = rect_cut_top(&rest, 1);
    layout.hints = rect_cut_bottom(&rest, 1);
    layout.message = rect_cut_bottom(&rest, 1);
    layout.inspector = rect_cut_bottom(&rest, within(height / INSPECTOR_SHARE - 1, INSPECTOR_LEAST, INSPECTOR_MOST));
    layout.rule = rect_cut_bottom(&rest, 1);
    if (width >= WIDTH_FOR_LISTING) {
        layout.listing = rect_cut_left(&rest, within(width * 2 / 5, 48, LISTING_MOST));
        layout.divider = rect_cut_left(&rest, 2);
    }
    layout.main = rest;
    return layout;
}
