#include "draw/cells.h"

#include <string.h>

#include "draw/cells_part.h"

/* Titles and notes are given up before the picture itself is. */
enum { HEIGHT_FOR_SUBTITLE = 8, HEIGHT_FOR_TITLE = 4, HEIGHT_FOR_NOTES = 8 };

static void cells_notes(const CellsPainter *painter, Rect *rect)
{
    const TextList *notes = &painter->figure->notes;
    int room = rect->height - HEIGHT_FOR_NOTES;
    int shown = (int)notes->count < room ? (int)notes->count : room;
    Rect area = rect_cut_bottom(rect, shown);
    for (int i = 0; i < shown; i++)
        canvas_put_short(painter->canvas, rect_cut_top(&area, 1), STYLE_NOTE, notes->items[i]);
}

static void cells_titles(const CellsPainter *painter, Rect *rect)
{
    const Figure *figure = painter->figure;
    if (*figure->title && rect->height >= HEIGHT_FOR_TITLE)
        canvas_put_short(painter->canvas, rect_cut_top(rect, 1), STYLE_TITLE, figure->title);
    if (*figure->subtitle && rect->height >= HEIGHT_FOR_SUBTITLE)
        canvas_put_short(painter->canvas, rect_cut_top(rect, 1), STYLE_SUBTITLE, figure->subtitle);
}

void cells_draw(Canvas *canvas, Rect rect, const Figure *figure, const CellsOptions *options)
{
    static void (*const parts[])(const CellsPainter *, Rect) = {
        [FIGURE_TEXT] = cells_lines_of_text, [FIGURE_MATRIX] = cells_matrix, [FIGURE_GRID] = cells_grid,
        [FIGURE_BARS] = cells_bars,          [FIGURE_LINES] = cells_plot,    [FIGURE_POINTS] = cells_plot,
        [FIGURE_PANELS] = cells_panels,
    };
    rect = rect_intersect(rect, canvas_rect(canvas));
    canvas_fill(canvas, rect, STYLE_NORMAL, " ");
    CellsPainter painter = {
        .canvas = canvas,
        .figure = figure,
        .scale = figure_scale(figure),
        .depth = options->depth,
        .map = options->map ? options->map : colormap_default(figure->scale_kind),
        .probe = options->probe,
        .options = options,
    };
    if (!options->no_title)
        cells_titles(&painter, &rect);
    if (!options->no_notes)
        cells_notes(&painter, &rect);
    if (!rect_empty(rect))
        parts[figure->kind](&painter, rect);
}

void cells_text(const Figure *figure, int width, int height, Buffer *out)
{
    Canvas canvas;
    canvas_init(&canvas, width, height);
    cells_draw(&canvas, canvas_rect(&canvas), figure, &(CellsOptions){.depth = COLOR_MONO});
    canvas_text(&canvas, out);
    canvas_free(&canvas);
}

void cells_part(const CellsPainter *painter, Rect rect, int row, int column)
{
    const Figure *figure = painter->figure;
    CellsProbe *probe = painter->probe;
    if (!probe || !rect_has(rect, probe->x, probe->y))
        return;
    probe->hit = true;
    probe->row = row;
    probe->column = column;
    probe->by_row = row - (figure->has_cursor ? figure->cursor_row : 0);
    probe->by_column = column - (figure->has_cursor ? figure->cursor_column : 0);
    if (figure->kind == FIGURE_TEXT)
        probe->by_column = 0;
}

int cells_first_shown(int count, int shown, bool has_cursor, int cursor)
{
    int last_start = count > shown ? count - shown : 0;
    int first = has_cursor ? cursor - shown / 2 : 0;
    return first < 0 ? 0 : first > last_start ? last_start : first;
}
