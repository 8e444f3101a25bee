#include "draw/label_place.h"

/* Where a label is as seen from its point: -1 before it, 1 behind it, 0 centred on it. Reading goes on to the right, so
 * that place comes first. */
static const struct {
    int x, y;
} sides[] = {{1, 0}, {-1, 0}, {0, -1}, {0, 1}, {1, -1}, {1, 1}, {-1, -1}, {-1, 1}};

enum { SIDES = sizeof sides / sizeof *sides };

static double beside(double start, double extent, double label, int side)
{
    return side < 0 ? start - label : side > 0 ? start + extent : start + (extent - label) / 2;
}

static LabelBox box_beside(const LabelItem *item, int side)
{
    LabelBox box = item->label;
    box.left = beside(item->point.left, item->point.width, box.width, sides[side].x);
    box.top = beside(item->point.top, item->point.height, box.height, sides[side].y);
    return box;
}

static bool boxes_meet(LabelBox a, LabelBox b)
{
    return a.left < b.left + b.width && b.left < a.left + a.width && a.top < b.top + b.height &&
           b.top < a.top + a.height;
}

static bool box_inside(LabelBox room, LabelBox box)
{
    return box.left >= room.left && box.left + box.width <= room.left + room.width && box.top >= room.top &&
           box.top + box.height <= room.top + room.height;
}

static LabelBox box_widened(LabelBox box, double gap)
{
    return (LabelBox){box.left - gap, box.top, box.width + 2 * gap, box.height};
}

static bool box_is_free(LabelRoom room, const LabelItem *items, int count, LabelBox box)
{
    LabelBox widened = box_widened(box, room.gap);
    if (!box_inside(room.box, box))
        return false;
    for (int i = 0; i < count; i++)
        if (boxes_meet(box, items[i].point) || (items[i].placed && boxes_meet(widened, items[i].label)))
            return false;
    return true;
}

static void item_place(LabelRoom room, LabelItem *items, int count, int index)
{
    LabelItem *item = &items[index];
    for (int side = 0; side < SIDES && !item->placed && item->label.width > 0; side++) {
        LabelBox box = box_beside(item, side);
        if (box_is_free(room, items, count, box)) {
            item->label = box;
            item->placed = true;
        }
    }
}

/* Over whatever is there. */
static void item_force(LabelBox room, LabelItem *item)
{
    LabelBox right = box_beside(item, 0), left = box_beside(item, 1);
    item->label = box_inside(room, right) || !box_inside(room, left) ? right : left;
    item->placed = true;
}

int labels_place(LabelRoom room, LabelItem *items, int count, int first)
{
    int homeless = 0;
    for (int i = 0; i < count; i++)
        items[i].placed = false;
    if (first >= 0 && first < count)
        item_place(room, items, count, first);
    if (first >= 0 && first < count && !items[first].placed && items[first].label.width > 0)
        item_force(room.box, &items[first]);
    for (int i = 0; i < count; i++) {
        item_place(room, items, count, i);
        homeless += !items[i].placed && items[i].label.width > 0;
    }
    return homeless;
}
