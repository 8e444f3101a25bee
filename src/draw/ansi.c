#include "draw/ansi.h"

#include <string.h>

/* Roughly how different two colours look. The second line is about hue: a colour map whose blues turned grey would
 * lose its order, so a wrong lightness is the lesser evil. */
static int distance(Rgb a, Rgb b)
{
    int red = a.r - b.r, green = a.g - b.g, blue = a.b - b.b;
    int hue = (red - green) * (red - green) + (green - blue) * (green - blue) + (blue - red) * (blue - red);
    return 2 * red * red + 4 * green * green + 3 * blue * blue + 3 * hue;
}

static const unsigned char cube_levels[] = {0, 95, 135, 175, 215, 255};

/* The cube's level just below a channel. */
static int level_below(int channel)
{
    int level = 5;
    while (cube_levels[level] > channel)
        level--;
    return level;
}

/* Of a channel's two neighbouring levels, the lower (up 0) or the upper one (up 1). */
static int neighbour(int channel, int up)
{
    int level = level_below(channel) + up;
    return level > 5 ? 5 : level;
}

int ansi_256(Rgb color)
{
    int mean = (color.r + color.g + color.b) / 3;
    int step = mean < 8 ? 0 : mean > 238 ? 23 : (mean - 3) / 10;
    unsigned char grey = (unsigned char)(8 + 10 * step);
    int best = 232 + step, nearest = distance(color, (Rgb){grey, grey, grey});
    for (int corner = 0; corner < 8; corner++) {
        int r = neighbour(color.r, corner & 1), g = neighbour(color.g, corner >> 1 & 1);
        int b = neighbour(color.b, corner >> 2);
        int away = distance(color, (Rgb){cube_levels[r], cube_levels[g], cube_levels[b]});
        if (away <= nearest) {
            nearest = away;
            best = 16 + 36 * r + 6 * g + b;
        }
    }
    return best;
}

static const Rgb palette[16] = {{0, 0, 0},       {205, 0, 0},   {0, 205, 0},   {205, 205, 0},
                                {0, 0, 238},     {205, 0, 205}, {0, 205, 205}, {229, 229, 229},
                                {127, 127, 127}, {255, 0, 0},   {0, 255, 0},   {255, 255, 0},
                                {92, 92, 255},   {255, 0, 255}, {0, 255, 255}, {255, 255, 255}};

int ansi_16(Rgb color)
{
    int best = 0;
    for (int i = 1; i < 16; i++)
        if (distance(color, palette[i]) < distance(color, palette[best]))
            best = i;
    return best;
}

Rgb ansi_rgb(int color256)
{
    if (color256 < 16)
        return palette[color256 < 0 ? 0 : color256];
    if (color256 >= 232) {
        unsigned char level = (unsigned char)(8 + 10 * ((color256 > 255 ? 255 : color256) - 232));
        return (Rgb){level, level, level};
    }
    int at = color256 - 16;
    return (Rgb){cube_levels[at / 36], cube_levels[at / 6 % 6], cube_levels[at % 6]};
}

/* SGR parameters: attributes for every terminal, and a colour of the 16 for those that have them. */
static const struct {
    const char *attributes, *color;
} looks[STYLE_COUNT] = {
    [STYLE_NORMAL] = {"", ""},       [STYLE_TITLE] = {";1", ""},         [STYLE_SUBTITLE] = {"", ""},
    [STYLE_AXIS] = {"", ";36"},      [STYLE_NUMBER] = {"", ""},          [STYLE_MASKED] = {"", ";90"},
    [STYLE_PENDING] = {"", ";90"},   [STYLE_ERROR] = {";1", ";31"},      [STYLE_MUTED] = {"", ";90"},
    [STYLE_EMPHASIS] = {";1", ""},   [STYLE_CURSOR] = {";7", ""},        [STYLE_HIGHLIGHT] = {";4", ""},
    [STYLE_CURRENT] = {";7", ";32"}, [STYLE_BREAKPOINT] = {";1", ";31"}, [STYLE_NEW] = {";1", ";32"},
    [STYLE_KEPT] = {"", ";34"},      [STYLE_EDITED] = {";4", ";35"},     [STYLE_CHOSEN] = {";1", ";33"},
    [STYLE_REMOVED] = {"", ";90"},   [STYLE_KEY_HINT] = {";1", ";36"},   [STYLE_NOTE] = {"", ";90"},
    [STYLE_FRAME] = {"", ";90"},     [STYLE_SERIES_1] = {"", ";34"},     [STYLE_SERIES_2] = {"", ";33"},
    [STYLE_SERIES_3] = {"", ";32"},  [STYLE_SERIES_4] = {"", ";35"},
};

static void ansi_color(Buffer *out, ColorDepth depth, bool background, Rgb color)
{
    int nearest = ansi_16(color);
    switch (depth) {
    case COLOR_TRUE:
        buffer_format(out, ";%d;2;%d;%d;%d", background ? 48 : 38, color.r, color.g, color.b);
        break;
    case COLOR_256:
        buffer_format(out, ";%d;5;%d", background ? 48 : 38, ansi_256(color));
        break;
    case COLOR_16:
        buffer_format(out, ";%d", (nearest < 8 ? 30 + nearest : 82 + nearest) + (background ? 10 : 0));
        break;
    case COLOR_MONO:
        break;
    }
}

static void ansi_look(Buffer *out, ColorDepth depth, const CanvasCell *cell)
{
    buffer_append_text(out, "\033[0");
    buffer_append_text(out, looks[cell->style].attributes);
    if (depth != COLOR_MONO && !cell->has_fg)
        buffer_append_text(out, looks[cell->style].color);
    if (cell->has_fg)
        ansi_color(out, depth, false, cell->fg);
    if (cell->has_bg)
        ansi_color(out, depth, true, cell->bg);
    buffer_append_text(out, "m");
}

void canvas_ansi(const Canvas *canvas, ColorDepth depth, Buffer *out)
{
    Buffer look = {0}, previous = {0};
    for (int y = 0; y < canvas->height; y++) {
        for (int x = 0; x < canvas->width; x++) {
            const CanvasCell *cell = canvas_at(canvas, x, y);
            if (cell->width == 0)
                continue;
            buffer_clear(&look);
            ansi_look(&look, depth, cell);
            if (strcmp(buffer_text(&look), buffer_text(&previous)) != 0) {
                buffer_append_text(out, buffer_text(&look));
                buffer_clear(&previous);
                buffer_append_text(&previous, buffer_text(&look));
            }
            buffer_append_text(out, cell->text);
        }
        buffer_append_text(out, "\033[0m\n");
        buffer_clear(&previous);
    }
    buffer_free(&look);
    buffer_free(&previous);
}
