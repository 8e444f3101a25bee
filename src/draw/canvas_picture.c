#include "draw/canvas_picture.h"

#include <string.h>

#include "base/utf8.h"
#include "draw/font.h"

enum {
    CELL_WIDTH = CANVAS_PICTURE_WIDTH,
    CELL_HEIGHT = CANVAS_PICTURE_HEIGHT,
    BASELINE = 19,
    UNDERLINE = 21,
    MARGIN = CANVAS_PICTURE_MARGIN
};

typedef struct PicturePainter {
    const CanvasInks *inks;
    Font *font;
    double size; /* pixels an em: a character of the monospaced font is as wide as a cell */
    Image *image;
} PicturePainter;

/* A cell in pixels, with its colours. */
typedef struct PictureCell {
    int x, y, width;
    Rgb ink, ground;
} PictureCell;

/* ---- signs that must reach the edges of their cells ---- */

/* A block: what part of the cell is filled, in eighths. */
typedef struct Block {
    uint32_t code_point;
    int left, top, right, bottom;
} Block;

static const Block blocks[] = {
    {0x2580, 0, 0, 8, 4}, {0x2581, 0, 7, 8, 8}, {0x2582, 0, 6, 8, 8}, {0x2583, 0, 5, 8, 8}, {0x2584, 0, 4, 8, 8},
    {0x2585, 0, 3, 8, 8}, {0x2586, 0, 2, 8, 8}, {0x2587, 0, 1, 8, 8}, {0x2588, 0, 0, 8, 8}, {0x2589, 0, 0, 7, 8},
    {0x258A, 0, 0, 6, 8}, {0x258B, 0, 0, 5, 8}, {0x258C, 0, 0, 4, 8}, {0x258D, 0, 0, 3, 8}, {0x258E, 0, 0, 2, 8},
    {0x258F, 0, 0, 1, 8}, {0x2590, 4, 0, 8, 8},
};

enum { ARM_UP = 1, ARM_DOWN = 2, ARM_LEFT = 4, ARM_RIGHT = 8 };

/* A line sign: in which directions it goes from the cell's middle. */
static const struct {
    uint32_t code_point;
    int arms;
} lines[] = {
    {0x2500, ARM_LEFT | ARM_RIGHT},
    {0x2502, ARM_UP | ARM_DOWN},
    {0x250C, ARM_DOWN | ARM_RIGHT},
    {0x2510, ARM_DOWN | ARM_LEFT},
    {0x2514, ARM_UP | ARM_RIGHT},
    {0x2518, ARM_UP | ARM_LEFT},
    {0x251C, ARM_UP | ARM_DOWN | ARM_RIGHT},
    {0x2524, ARM_UP | ARM_DOWN | ARM_LEFT},
    {0x252C, ARM_DOWN | ARM_LEFT | ARM_RIGHT},
    {0x2534, ARM_UP | ARM_LEFT | ARM_RIGHT},
    {0x253C, ARM_UP | ARM_DOWN | ARM_LEFT | ARM_RIGHT},
};

static bool picture_block(Image *image, const PictureCell *cell, uint32_t code_point)
{
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) {
        const Block *block = &blocks[i];
        if (block->code_point != code_point)
            continue;
        int left = block->left * cell->width / 8, right = block->right * cell->width / 8;
        int top = block->top * CELL_HEIGHT / 8, bottom = block->bottom * CELL_HEIGHT / 8;
        image_fill(image, cell->x + left, cell->y + top, right - left, bottom - top, cell->ink);
        return true;
    }
    return false;
}

/* ░ ▒ ▓: a quarter, a half, three quarters of the ink. */
static bool picture_shade(Image *image, const PictureCell *cell, uint32_t code_point)
{
    if (code_point < 0x2591 || code_point > 0x2593)
        return false;
    int coverage = (int)(code_point - 0x2590) * 255 / 4;
    for (int y = 0; y < CELL_HEIGHT; y++)
        for (int x = 0; x < cell->width; x++)
            image_blend(image, cell->x + x, cell->y + y, cell->ink, coverage);
    return true;
}

static bool picture_line(Image *image, const PictureCell *cell, uint32_t code_point)
{
    int arms = 0;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (lines[i].code_point == code_point)
            arms = lines[i].arms;
    int x = cell->x + cell->width / 2, y = cell->y + CELL_HEIGHT / 2;
    if (arms & ARM_UP)
        image_fill(image, x, cell->y, 1, y - cell->y + 1, cell->ink);
    if (arms & ARM_DOWN)
        image_fill(image, x, y, 1, cell->y + CELL_HEIGHT - y, cell->ink);
    if (arms & ARM_LEFT)
        image_fill(image, cell->x, y, x - cell->x + 1, 1, cell->ink);
    if (arms & ARM_RIGHT)
        image_fill(image, x, y, cell->x + cell->width - x, 1, cell->ink);
    return arms != 0;
}

/* ---- text ---- */

/* In the middle of its cells; smaller where another font is too wide for them. Bold letters are struck twice. */
static void picture_text(const PicturePainter *painter, const PictureCell *cell, bool bold, const char *text)
{
    size_t length = strlen(text);
    FontPen pen = {.y = cell->y + BASELINE, .size = painter->size, .face = FONT_MONO, .color = cell->ink};
    double width = font_width(painter->font, pen.face, pen.size, text, length);
    if (width > cell->width) {
        pen.size *= cell->width / width;
        width = cell->width;
    }
    pen.x = cell->x + (cell->width - width) / 2;
    font_draw(painter->font, painter->image, pen, text, length);
    pen.x += 0.7;
    if (bold)
        font_draw(painter->font, painter->image, pen, text, length);
}

static Rgb halfway(Rgb a, Rgb b)
{
    return (Rgb){(unsigned char)((a.r + b.r) / 2), (unsigned char)((a.g + b.g) / 2), (unsigned char)((a.b + b.b) / 2)};
}

static void picture_cell(const PicturePainter *painter, const CanvasCell *from, int x, int y)
{
    const CanvasInk *look = &painter->inks->styles[from->style];
    PictureCell cell = {MARGIN + x * CELL_WIDTH, MARGIN + y * CELL_HEIGHT, from->width * CELL_WIDTH, look->ink,
                        look->ground};
    uint32_t code_point = 0;
    if (from->has_fg)
        cell.ink = from->fg;
    if (from->has_bg)
        cell.ground = from->bg;
    if (look->dim)
        cell.ink = halfway(cell.ink, cell.ground);
    if (look->reverse) {
        Rgb ink = cell.ink;
        cell.ink = cell.ground;
        cell.ground = ink;
    }
    image_fill(painter->image, cell.x, cell.y, cell.width, CELL_HEIGHT, cell.ground);
    if (look->underline)
        image_fill(painter->image, cell.x, cell.y + UNDERLINE, cell.width, 1, cell.ink);
    utf8_decode(from->text, strlen(from->text), &code_point);
    if (code_point != ' ' && !picture_block(painter->image, &cell, code_point) &&
        !picture_shade(painter->image, &cell, code_point) && !picture_line(painter->image, &cell, code_point))
        picture_text(painter, &cell, look->bold, from->text);
}

Status canvas_picture(const Canvas *canvas, const CanvasInks *inks, Image *out, Error *error)
{
    PicturePainter painter = {.inks = inks, .image = out};
    enum { TRY_SIZE = 100 };
    *out = (Image){0};
    TRY(image_init(out, (long)canvas->width * CELL_WIDTH + 2 * MARGIN, (long)canvas->height * CELL_HEIGHT + 2 * MARGIN,
                   error));
    Status status = font_open(&painter.font, error);
    if (status != STATUS_OK) {
        image_free(out);
        return status;
    }
    painter.size = TRY_SIZE * CELL_WIDTH / font_width(painter.font, FONT_MONO, TRY_SIZE, "M", 1);
    image_fill(out, 0, 0, out->width, out->height, inks->paper);
    for (int y = 0; y < canvas->height; y++)
        for (int x = 0; x < canvas->width; x++)
            if (canvas_at(canvas, x, y)->width > 0)
                picture_cell(&painter, canvas_at(canvas, x, y), x, y);
    font_close(painter.font);
    return STATUS_OK;
}
