/* Text in cells: styled spans, cut or wrapped at the right edge. */
#include <string.h>

#include "base/utf8.h"
#include "draw/cells_part.h"
#include "draw/wrap.h"

static int line_cells(const TextLine *line)
{
    int cells = 0;
    for (size_t i = 0; i < line->count; i++)
        cells += utf8_cells(line->spans[i].text, strlen(line->spans[i].text));
    return cells;
}

/* The ground of a span that has a value; without enough colours its words say it. */
static void shade_span(const CellsPainter *painter, Rect rect, int x, int cells, const TextSpan *span)
{
    if (!span->shaded || !cells_has_heat(painter))
        return;
    Rgb ground = colormap_at(painter->map, scale_position(&painter->scale, (double)span->value));
    canvas_shade(painter->canvas, rect_intersect(rect, (Rect){x, rect.y, cells, 1}), colormap_ink(ground), ground);
}

static void draw_cut_line(const CellsPainter *painter, Rect rect, const TextLine *line)
{
    int x = rect.x;
    for (size_t i = 0; i < line->count; i++) {
        int cells = canvas_put(painter->canvas, rect, x, rect.y, line->spans[i].style, line->spans[i].text);
        shade_span(painter, rect, x, cells, &line->spans[i]);
        x += cells;
    }
    if (x > rect.x + rect.width)
        canvas_put(painter->canvas, rect, rect.x + rect.width - 1, rect.y, STYLE_MUTED, "…");
}

/* Where the next piece of a wrapped line goes, within its rectangle. */
typedef struct Pen {
    int x, y;
    bool draws; /* false: only measures */
} Pen;

static void wrap_span(const CellsPainter *painter, Rect rect, Pen *pen, const TextSpan *span)
{
    Buffer safe = {0}, piece = {0};
    buffer_append_visible(&safe, span->text, strlen(span->text));
    for (size_t at = 0, next; at < safe.length; at += next) {
        size_t left = safe.length - at;
        size_t fits = wrap_line(safe.bytes + at, left, rect.width - pen->x, wrap_cells, NULL, &next);
        int cells = utf8_cells(safe.bytes + at, fits);
        if (pen->x > 0 && ((next == fits && fits < left) || pen->x + cells > rect.width)) {
            *pen = (Pen){0, pen->y + 1, pen->draws}; /* the word goes on below as a whole */
            next = 0;
            continue;
        }
        buffer_clear(&piece);
        buffer_append(&piece, safe.bytes + at, fits);
        if (pen->draws && pen->y < rect.height)
            canvas_put(painter->canvas, rect, rect.x + pen->x, rect.y + pen->y, span->style, piece.bytes);
        pen->x += cells;
        if (next < left || next > fits)
            *pen = (Pen){0, pen->y + 1, pen->draws};
    }
    buffer_free(&safe);
    buffer_free(&piece);
}

/* Draws one line wrapped, or only counts; returns how many lines it takes. */
static int wrapped_line(const CellsPainter *painter, Rect rect, const TextLine *line, bool draws)
{
    Pen pen = {.draws = draws};
    for (size_t i = 0; i < line->count; i++)
        wrap_span(painter, rect, &pen, &line->spans[i]);
    return pen.y + 1;
}

static int line_height(const CellsPainter *painter, Rect rect, const TextLine *line)
{
    bool wraps = painter->figure->text.wrap && rect.width > 0 && line_cells(line) > rect.width;
    return wraps ? wrapped_line(painter, rect, line, false) : 1;
}

long cells_text_height(const Figure *figure, int width)
{
    CellsPainter painter = {.figure = figure};
    long height = 0;
    for (size_t i = 0; i < figure->text.count; i++)
        height += line_height(&painter, (Rect){0, 0, width, 1}, &figure->text.lines[i]);
    return height;
}

/* The first line to show, so that the cursor's line is whole in sight. */
static size_t first_line(const CellsPainter *painter, Rect rect)
{
    const Figure *figure = painter->figure;
    const Text *text = &figure->text;
    if (!text->wrap)
        return (size_t)cells_first_shown((int)text->count, rect.height, figure->has_cursor, figure->cursor_row);
    size_t first = figure->has_cursor && figure->cursor_row > 0 ? (size_t)figure->cursor_row : 0;
    first = first < text->count ? first : text->count ? text->count - 1 : 0;
    int used = text->count ? line_height(painter, rect, &text->lines[first]) : 0;
    while (first > 0 && (used += line_height(painter, rect, &text->lines[first - 1])) <= rect.height)
        first--;
    return first;
}

void cells_lines_of_text(const CellsPainter *painter, Rect rect)
{
    enum { HEIGHT_FOR_LEGEND = 4 };
    const Figure *figure = painter->figure;
    const Text *text = &figure->text;
    if (!painter->scale.empty && rect.height >= HEIGHT_FOR_LEGEND)
        cells_legend(painter, rect_cut_bottom(&rect, 1));
    for (size_t i = first_line(painter, rect); i < text->count && !rect_empty(rect); i++) {
        Rect place = rect_cut_top(&rect, line_height(painter, rect, &text->lines[i]));
        if (painter->probe)
            cells_part(painter, place, (int)i, painter->probe->x - place.x);
        if (text->wrap)
            wrapped_line(painter, place, &text->lines[i], true);
        else
            draw_cut_line(painter, place, &text->lines[i]);
        if (figure->has_cursor && (int)i == figure->cursor_row && !text->marks_cursor)
            canvas_restyle(painter->canvas, place, STYLE_CURSOR);
    }
}
