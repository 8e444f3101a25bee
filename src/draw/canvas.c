#include "draw/canvas.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"

static const CanvasCell blank_cell = {.text = " ", .width = 1, .style = STYLE_NORMAL};

void canvas_init(Canvas *canvas, int width, int height)
{
    canvas->width = width > 0 ? width : 0;
    canvas->height = height > 0 ? height : 0;
    canvas->cells = memory_new((size_t)canvas->width * (size_t)canvas->height, sizeof *canvas->cells);
    canvas_clear(canvas);
}

void canvas_free(Canvas *canvas)
{
    free(canvas->cells);
    *canvas = (Canvas){0};
}

static size_t canvas_count(const Canvas *canvas)
{
    return (size_t)canvas->width * (size_t)canvas->height;
}

void canvas_clear(Canvas *canvas)
{
    for (size_t i = 0; i < canvas_count(canvas); i++)
        canvas->cells[i] = blank_cell;
}

void canvas_copy(Canvas *to, const Canvas *from)
{
    if (to->width != from->width || to->height != from->height) {
        canvas_free(to);
        canvas_init(to, from->width, from->height);
    }
    memcpy(to->cells, from->cells, canvas_count(from) * sizeof *from->cells);
}

static bool rgb_equal(Rgb a, Rgb b)
{
    return a.r == b.r && a.g == b.g && a.b == b.b;
}

static bool cell_equal(const CanvasCell *a, const CanvasCell *b)
{
    return a->width == b->width && a->style == b->style && a->has_fg == b->has_fg && a->has_bg == b->has_bg &&
           (!a->has_fg || rgb_equal(a->fg, b->fg)) && (!a->has_bg || rgb_equal(a->bg, b->bg)) &&
           !strcmp(a->text, b->text);
}

bool canvas_equal(const Canvas *a, const Canvas *b)
{
    if (a->width != b->width || a->height != b->height)
        return false;
    for (size_t i = 0; i < canvas_count(a); i++)
        if (!cell_equal(&a->cells[i], &b->cells[i]))
            return false;
    return true;
}

Rect canvas_rect(const Canvas *canvas)
{
    return (Rect){0, 0, canvas->width, canvas->height};
}

const CanvasCell *canvas_at(const Canvas *canvas, int x, int y)
{
    return &canvas->cells[(size_t)y * (size_t)canvas->width + (size_t)x];
}

/* A cell about to be written; the other half of a wide character that stood there becomes a space. */
static CanvasCell *canvas_take(Canvas *canvas, int x, int y)
{
    CanvasCell *cell = &canvas->cells[(size_t)y * (size_t)canvas->width + (size_t)x];
    CanvasCell *other = cell->width == 0 ? cell - 1 : cell->width == 2 ? cell + 1 : NULL;
    if (other) {
        strcpy(other->text, " ");
        other->width = 1;
    }
    *cell = blank_cell;
    return cell;
}

/* The cluster's bytes as a cell keeps them: whole characters, as many as there is room for. */
static void cell_set_text(CanvasCell *cell, const char *cluster, size_t length)
{
    size_t kept = length <= CANVAS_CLUSTER ? length : CANVAS_CLUSTER;
    kept = utf8_valid_prefix(cluster, kept);
    memcpy(cell->text, cluster, kept);
    cell->text[kept] = '\0';
}

static void canvas_put_cluster(Canvas *canvas, Rect clip, int x, int y, Style style, const char *cluster, size_t length,
                               int cells)
{
    bool left = rect_has(clip, x, y), right = cells == 2 && rect_has(clip, x + 1, y);
    if (!left && !right)
        return;
    if (left != (cells == 2 ? right : true)) { /* half of a wide character: a space */
        canvas_take(canvas, left ? x : x + 1, y)->style = (unsigned char)style;
        return;
    }
    CanvasCell *cell = canvas_take(canvas, x, y);
    if (cells == 2) {
        CanvasCell *half = canvas_take(canvas, x + 1, y);
        *half = (CanvasCell){.width = 0, .style = (unsigned char)style};
    }
    cell->style = (unsigned char)style;
    cell->width = (unsigned char)cells;
    cell_set_text(cell, cluster, length);
}

static int canvas_put_safe(Canvas *canvas, Rect clip, int x, int y, Style style, const char *text, size_t length)
{
    int start = x;
    clip = rect_intersect(clip, canvas_rect(canvas));
    for (size_t at = 0, bytes; at < length; at += bytes) {
        bytes = utf8_grapheme(text + at, length - at);
        int cells = utf8_cluster_cells(text + at, bytes);
        if (cells > 0) {
            canvas_put_cluster(canvas, clip, x, y, style, text + at, bytes, cells);
        } else { /* a mark or joiner with nothing to stand on */
            canvas_put_cluster(canvas, clip, x, y, style, "◌", strlen("◌"), 1);
            cells = 1;
        }
        x += cells;
    }
    return x - start;
}

/* Text made safe: in `room` where it fits, else allocated; `*allocated` is to be freed either way. */
static const char *text_safe(const char *text, char *room, size_t size, char **allocated)
{
    size_t length = strlen(text), needed = utf8_visible(NULL, 0, text, length, UTF8_ONE_LINE) + 1;
    *allocated = needed > size ? memory_new(needed, 1) : NULL;
    char *out = *allocated ? *allocated : room;
    utf8_visible(out, needed, text, length, UTF8_ONE_LINE);
    return out;
}

int canvas_put(Canvas *canvas, Rect clip, int x, int y, Style style, const char *text)
{
    char room[512], *allocated;
    const char *safe = text_safe(text, room, sizeof room, &allocated);
    int cells = canvas_put_safe(canvas, clip, x, y, style, safe, strlen(safe));
    free(allocated);
    return cells;
}

static void canvas_put_aligned(Canvas *canvas, Rect rect, Style style, const char *text, bool right)
{
    if (rect_empty(rect))
        return;
    char room[512], *allocated;
    const char *safe = text_safe(text, room, sizeof room, &allocated);
    size_t length = strlen(safe);
    int cells = utf8_cells(safe, length);
    if (cells <= rect.width) {
        canvas_put_safe(canvas, rect, rect.x + (right ? rect.width - cells : 0), rect.y, style, safe, length);
    } else {
        size_t fits = utf8_fit(safe, length, rect.width - 1);
        int used = canvas_put_safe(canvas, rect, rect.x, rect.y, style, safe, fits);
        canvas_put_safe(canvas, rect, rect.x + used, rect.y, style, "…", strlen("…"));
    }
    free(allocated);
}

void canvas_put_short(Canvas *canvas, Rect rect, Style style, const char *text)
{
    canvas_put_aligned(canvas, rect, style, text, false);
}

void canvas_put_right(Canvas *canvas, Rect rect, Style style, const char *text)
{
    canvas_put_aligned(canvas, rect, style, text, true);
}

void canvas_put_color(Canvas *canvas, Rect clip, int x, int y, Style style, const char *text, const Rgb *fg,
                      const Rgb *bg)
{
    if (!rect_has(rect_intersect(clip, canvas_rect(canvas)), x, y))
        return;
    CanvasCell *cell = canvas_take(canvas, x, y);
    cell->style = (unsigned char)style;
    cell_set_text(cell, text, strlen(text));
    cell->has_fg = fg != NULL;
    cell->has_bg = bg != NULL;
    cell->fg = fg ? *fg : (Rgb){0};
    cell->bg = bg ? *bg : (Rgb){0};
}

void canvas_fill(Canvas *canvas, Rect rect, Style style, const char *cluster)
{
    rect = rect_intersect(rect, canvas_rect(canvas));
    for (int y = rect.y; y < rect.y + rect.height; y++)
        for (int x = rect.x; x < rect.x + rect.width; x++)
            canvas_put_color(canvas, rect, x, y, style, cluster, NULL, NULL);
}

void canvas_restyle(Canvas *canvas, Rect rect, Style style)
{
    rect = rect_intersect(rect, canvas_rect(canvas));
    for (int y = rect.y; y < rect.y + rect.height; y++)
        for (int x = rect.x; x < rect.x + rect.width; x++) {
            CanvasCell *cell = &canvas->cells[(size_t)y * (size_t)canvas->width + (size_t)x];
            cell->style = (unsigned char)style;
            cell->has_fg = cell->has_bg = false;
        }
}

void canvas_shade(Canvas *canvas, Rect rect, Rgb fg, Rgb bg)
{
    rect = rect_intersect(rect, canvas_rect(canvas));
    for (int y = rect.y; y < rect.y + rect.height; y++)
        for (int x = rect.x; x < rect.x + rect.width; x++) {
            CanvasCell *cell = &canvas->cells[(size_t)y * (size_t)canvas->width + (size_t)x];
            cell->has_fg = cell->has_bg = true;
            cell->fg = fg;
            cell->bg = bg;
        }
}

void canvas_horizontal(Canvas *canvas, Rect rect, Style style)
{
    canvas_fill(canvas, (Rect){rect.x, rect.y, rect.width, rect.height > 0}, style, "─");
}

void canvas_vertical(Canvas *canvas, Rect rect, Style style)
{
    canvas_fill(canvas, (Rect){rect.x, rect.y, rect.width > 0, rect.height}, style, "│");
}

void canvas_box(Canvas *canvas, Rect rect, Style style, const char *title)
{
    int right = rect.x + rect.width - 1, bottom = rect.y + rect.height - 1;
    if (rect_empty(rect))
        return;
    canvas_horizontal(canvas, rect, style);
    canvas_horizontal(canvas, (Rect){rect.x, bottom, rect.width, 1}, style);
    canvas_vertical(canvas, rect, style);
    canvas_vertical(canvas, (Rect){right, rect.y, 1, rect.height}, style);
    canvas_put_color(canvas, rect, rect.x, rect.y, style, "┌", NULL, NULL);
    canvas_put_color(canvas, rect, right, rect.y, style, "┐", NULL, NULL);
    canvas_put_color(canvas, rect, rect.x, bottom, style, "└", NULL, NULL);
    canvas_put_color(canvas, rect, right, bottom, style, "┘", NULL, NULL);
    if (title && *title && rect.width > 4)
        canvas_put_short(canvas, (Rect){rect.x + 2, rect.y, rect.width - 4, 1}, STYLE_TITLE, title);
}

void canvas_text(const Canvas *canvas, Buffer *out)
{
    for (int y = 0; y < canvas->height; y++) {
        int end = canvas->width;
        while (end > 0 && !strcmp(canvas_at(canvas, end - 1, y)->text, " "))
            end--;
        for (int x = 0; x < end; x++)
            buffer_append_text(out, canvas_at(canvas, x, y)->text);
        buffer_append_text(out, "\n");
    }
}
