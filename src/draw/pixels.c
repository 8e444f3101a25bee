/* The page: margins, title, subtitle, the picture itself, notes. */
#include "draw/pixels.h"

#include <string.h>

#include "base/buffer.h"
#include "base/utf8.h"
#include "draw/pixels_part.h"
#include "draw/wrap.h"

enum { MARGIN = 28, WIDTH_LEAST = 420, TITLE_SIZE = 18, SUBTITLE_SIZE = 13, NOTE_SIZE = 12, CELL_MOST = 200 };

static const Rgb title_ink = {0, 0, 0}, subtitle_ink = {80, 80, 80}, note_ink = {90, 90, 90};

double pixels_width(const PixelsPainter *painter, FontFace face, double size, const char *text)
{
    return font_width(painter->font, face, size, text, strlen(text));
}

void pixels_put(const PixelsPainter *painter, FontPen pen, Align align, const char *text)
{
    double width = align == ALIGN_LEFT ? 0 : pixels_width(painter, pen.face, pen.size, text);
    pen.x -= align == ALIGN_RIGHT ? width : align == ALIGN_CENTRE ? width / 2 : 0;
    font_draw(painter->font, painter->image, pen, text, strlen(text));
}

void pixels_put_short(const PixelsPainter *painter, FontPen pen, Align align, double most, const char *text)
{
    if (pixels_width(painter, pen.face, pen.size, text) <= most) {
        pixels_put(painter, pen, align, text);
        return;
    }
    size_t length = strlen(text), kept = 0;
    double used = pixels_width(painter, pen.face, pen.size, "…");
    while (kept < length) {
        size_t bytes = utf8_grapheme(text + kept, length - kept);
        used += font_width(painter->font, pen.face, pen.size, text + kept, bytes);
        if (used > most)
            break;
        kept += bytes;
    }
    Buffer shortened = {0};
    buffer_append(&shortened, text, kept);
    buffer_append_text(&shortened, "…");
    pixels_put(painter, pen, align, shortened.bytes);
    buffer_free(&shortened);
}

/* A font with a size, as wrap_line's measure wants it. */
typedef struct Face {
    Font *font;
    FontFace face;
    double size;
} Face;

static double face_measure(const void *context, const char *text, size_t length)
{
    const Face *face = context;
    return font_width(face->font, face->face, face->size, text, length);
}

/* Sets text in lines of `width` from y downwards (without an image: only measures); returns where it ends. */
static int pixels_paragraph(const PixelsPainter *painter, Image *image, FontPen pen, int y, double width,
                            const char *text)
{
    Face face = {painter->font, pen.face, pen.size};
    Buffer safe = {0};
    buffer_append_visible(&safe, text, strlen(text));
    for (size_t at = 0, next; at < safe.length; at += next) {
        size_t fits = wrap_line(safe.bytes + at, safe.length - at, width, face_measure, &face, &next);
        pen.y = y + pen.size;
        if (image)
            font_draw(painter->font, image, pen, safe.bytes + at, fits);
        y += (int)(pen.size * 1.4);
    }
    buffer_free(&safe);
    return y;
}

/* Title and subtitle; returns the y below them. */
static int pixels_heading(const PixelsPainter *painter, Image *image, double width)
{
    const Figure *figure = painter->figure;
    FontPen title = {.x = MARGIN, .size = TITLE_SIZE, .face = FONT_BOLD, .color = title_ink};
    FontPen subtitle = {.x = MARGIN, .size = SUBTITLE_SIZE, .face = FONT_REGULAR, .color = subtitle_ink};
    int y = pixels_paragraph(painter, image, title, MARGIN - 4, width, figure->title);
    y = pixels_paragraph(painter, image, subtitle, y, width, figure->subtitle);
    return y > MARGIN ? y + 14 : MARGIN;
}

static int pixels_notes(const PixelsPainter *painter, Image *image, int y, double width)
{
    const TextList *notes = &painter->figure->notes;
    FontPen pen = {.x = MARGIN, .size = NOTE_SIZE, .face = FONT_REGULAR, .color = note_ink};
    if (notes->count)
        y += 10;
    for (size_t i = 0; i < notes->count; i++)
        y = pixels_paragraph(painter, image, pen, y, width, notes->items[i]);
    return y;
}

const PixelsPart *pixels_part(const Figure *figure)
{
    static const PixelsPart *const parts[] = {
        [FIGURE_TEXT] = &pixels_text,     [FIGURE_MATRIX] = &pixels_matrix, [FIGURE_GRID] = &pixels_grid,
        [FIGURE_BARS] = &pixels_bars,     [FIGURE_LINES] = &pixels_plot,    [FIGURE_POINTS] = &pixels_plot,
        [FIGURE_PANELS] = &pixels_panels,
    };
    return parts[figure->kind];
}

static Status pixels_page(PixelsPainter *painter, Image *out, Error *error)
{
    const PixelsPart *part = pixels_part(painter->figure);
    Size size = part->size(painter);
    long width = size.width > WIDTH_LEAST ? size.width : WIDTH_LEAST;
    int top = pixels_heading(painter, NULL, (double)width);
    long bottom = top + size.height;
    long end = bottom < IMAGE_SIDE_MOST ? pixels_notes(painter, NULL, (int)bottom, (double)width) : bottom;
    TRY(image_init(out, width + 2 * MARGIN, end + MARGIN, error));
    painter->image = out;
    pixels_heading(painter, out, (double)width);
    part->draw(painter, MARGIN + (int)(width - size.width) / 2, top);
    pixels_notes(painter, out, (int)bottom, (double)width);
    return STATUS_OK;
}

Status pixels_draw(const Figure *figure, const PixelsOptions *options, Image *out, Error *error)
{
    PixelsPainter painter = {
        .figure = figure,
        .scale = figure_scale(figure),
        .map = options && options->map ? options->map : colormap_default(figure->scale_kind),
        .cell = options && options->cell > 0 ? (options->cell < CELL_MOST ? options->cell : CELL_MOST) : 0,
    };
    *out = (Image){0};
    TRY(font_open(&painter.font, error));
    Status status = pixels_page(&painter, out, error);
    font_close(painter.font);
    return status;
}
