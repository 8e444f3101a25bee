#include "tui/layout.h"

enum {
    WIDTH_FOR_LISTING = 120,
    LISTING_SHORT = 48, /* names and ops */
    WIDTH_FOR_SHAPES = 160,
    LISTING_FULL = 76,
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
        layout.listing = rect_cut_left(&rest, width < WIDTH_FOR_SHAPES ? LISTING_SHORT : LISTING_FULL);
        layout.divider = rect_cut_left(&rest, 2);
    }
    layout.short_listing = layout.listing.width == LISTING_SHORT;
    layout.main = rest;
    return layout;
}
