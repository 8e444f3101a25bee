#include "draw/rect.h"

static int least(int a, int b)
{
    return a < b ? a : b;
}

static int most(int a, int b)
{
    return a > b ? a : b;
}

bool rect_empty(Rect rect)
{
    return rect.width <= 0 || rect.height <= 0;
}

bool rect_has(Rect rect, int x, int y)
{
    return x >= rect.x && x < rect.x + rect.width && y >= rect.y && y < rect.y + rect.height;
}

Rect rect_intersect(Rect a, Rect b)
{
    int x = most(a.x, b.x), y = most(a.y, b.y);
    return (Rect){
        .x = x,
        .y = y,
        .width = most(0, least(a.x + a.width, b.x + b.width) - x),
        .height = most(0, least(a.y + a.height, b.y + b.height) - y),
    };
}

Rect rect_cut_top(Rect *rect, int count)
{
    count = most(0, least(count, rect->height));
    Rect cut = {rect->x, rect->y, rect->width, count};
    rect->y += count;
    rect->height -= count;
    return cut;
}

Rect rect_cut_bottom(Rect *rect, int count)
{
    count = most(0, least(count, rect->height));
    rect->height -= count;
    return (Rect){rect->x, rect->y + rect->height, rect->width, count};
}

Rect rect_cut_left(Rect *rect, int count)
{
    count = most(0, least(count, rect->width));
    Rect cut = {rect->x, rect->y, count, rect->height};
    rect->x += count;
    rect->width -= count;
    return cut;
}

Rect rect_cut_right(Rect *rect, int count)
{
    count = most(0, least(count, rect->width));
    rect->width -= count;
    return (Rect){rect->x + rect->width, rect->y, count, rect->height};
}
