/* Figures side by side, each below its title; those that fold, in several rows. */
#include "draw/palette.h"
#include "draw/pixels_part.h"

enum { PANEL_GAP = 32, PANEL_LINE = 20, PANEL_HEAD = 2 * PANEL_LINE + 6, PANEL_LEAST = 200, PANEL_COLUMNS = 2 };

static PixelsPainter panel_painter(const PixelsPainter *painter, int index)
{
    PixelsPainter panel = *painter;
    panel.figure = &painter->figure->panels.figures[index];
    panel.scale = figure_scale(panel.figure);
    if (painter->map == colormap_default(painter->figure->scale_kind))
        panel.map = colormap_default(panel.figure->scale_kind);
    return panel;
}

static Size panel_size(const PixelsPainter *panel)
{
    Size size = pixels_part(panel->figure)->size(panel);
    size.width = size.width > PANEL_LEAST ? size.width : PANEL_LEAST;
    size.height += PANEL_HEAD + (long)panel->figure->notes.count * PANEL_LINE;
    return size;
}

/* Panels `from` to before `to`, side by side. */
static Size row_size(const PixelsPainter *painter, int from, int to)
{
    Size whole = {.width = -PANEL_GAP};
    for (int i = from; i < to; i++) {
        PixelsPainter panel = panel_painter(painter, i);
        Size size = panel_size(&panel);
        whole.width += size.width + PANEL_GAP;
        whole.height = size.height > whole.height ? size.height : whole.height;
    }
    return whole;
}

/* Where the row that begins with panel `from` ends. */
static int row_end(const Panels *panels, int from)
{
    int left = panels->count - from;
    return from + (panels->folds && left > PANEL_COLUMNS ? PANEL_COLUMNS : left);
}

static Size panels_size(const PixelsPainter *painter)
{
    const Panels *panels = &painter->figure->panels;
    Size whole = {.height = -PANEL_GAP};
    for (int from = 0; from < panels->count; from = row_end(panels, from)) {
        Size size = row_size(painter, from, row_end(panels, from));
        whole.height += size.height + PANEL_GAP;
        whole.width = size.width > whole.width ? size.width : whole.width;
    }
    return whole;
}

static void panel_line(const PixelsPainter *panel, int x, int y, long width, FontFace face, const char *text)
{
    FontPen pen = {.x = x, .y = y + LABEL_SIZE, .size = LABEL_SIZE, .face = face, .color = palette_style(STYLE_TITLE)};
    pixels_put_short(panel, pen, ALIGN_LEFT, (double)width, text);
}

static void panel_draw(const PixelsPainter *panel, int x, int y)
{
    const Figure *figure = panel->figure;
    Size size = panel_size(panel);
    panel_line(panel, x, y, size.width, FONT_BOLD, figure->title);
    panel_line(panel, x, y + PANEL_LINE, size.width, FONT_REGULAR, figure->subtitle);
    pixels_part(figure)->draw(panel, x, y + PANEL_HEAD);
    int below = y + (int)size.height - (int)figure->notes.count * PANEL_LINE;
    for (size_t i = 0; i < figure->notes.count; i++)
        panel_line(panel, x, below + (int)i * PANEL_LINE, size.width, FONT_REGULAR, figure->notes.items[i]);
}

static void row_draw(const PixelsPainter *painter, int from, int to, int x, int y)
{
    for (int i = from; i < to; i++) {
        PixelsPainter panel = panel_painter(painter, i);
        panel_draw(&panel, x, y);
        x += (int)panel_size(&panel).width + PANEL_GAP;
    }
}

static void panels_draw(const PixelsPainter *painter, int x, int y)
{
    const Panels *panels = &painter->figure->panels;
    for (int from = 0, to; from < panels->count; from = to) {
        to = row_end(panels, from);
        row_draw(painter, from, to, x, y);
        y += (int)row_size(painter, from, to).height + PANEL_GAP;
    }
}

const PixelsPart pixels_panels = {panels_size, panels_draw};
