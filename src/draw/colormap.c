#include "draw/colormap.h"

#include <math.h>
#include <string.h>

enum { STOPS_MOST = 17 };

/* Control points at equal distances, fitted so that the lines between them stay within a few 255ths of the map. */
struct Colormap {
    const char *name;
    int stop_count;
    unsigned stops[STOPS_MOST]; /* 0xRRGGBB */
};

static const Colormap colormaps[] = {
    {"viridis",
     17,
     {0x440154, 0x48186B, 0x472D7C, 0x424086, 0x3B528B, 0x33638E, 0x2C728E, 0x26818E, 0x20908D, 0x1E9F89, 0x26AE81,
      0x3DBC74, 0x5CC963, 0x81D44D, 0xABDC32, 0xD5E217, 0xFEE721}},
    {"cividis",
     13,
     {0x00234E, 0x013172, 0x2D406D, 0x434E6C, 0x575D6D, 0x6A6C71, 0x7C7B78, 0x908B78, 0xA59C74, 0xBBAD6D, 0xD1BF61,
      0xE9D24E, 0xFFE732}},
    {"magma",
     17,
     {0x000002, 0x090821, 0x1C1246, 0x350F6C, 0x51117D, 0x691C81, 0x822682, 0x9C2E80, 0xB6367A, 0xD04070, 0xE75063,
      0xF5695B, 0xFC8760, 0xFEA570, 0xFEC387, 0xFDE0A1, 0xFCFDBF}},
    {"grey", 2, {0x000000, 0xFFFFFF}},
    {"balance", 9, {0x17254F, 0x24509B, 0x4A87C4, 0xA3C3DC, 0xF3F0EC, 0xE5B3A2, 0xCD6A55, 0x9F2736, 0x45101F}},
};

enum { COLORMAPS = sizeof colormaps / sizeof *colormaps };

Status colormap_find(const char *name, const Colormap **out, Error *error)
{
    const char *wanted = strcmp(name, "gray") ? name : "grey";
    for (int i = 0; i < COLORMAPS; i++)
        if (!strcmp(colormaps[i].name, wanted)) {
            *out = &colormaps[i];
            return STATUS_OK;
        }
    return error_set(error, STATUS_NOT_FOUND, "%s: no such colour map; use viridis, cividis, magma, grey or balance",
                     name);
}

const Colormap *colormap_default(ScaleKind kind)
{
    return &colormaps[kind == SCALE_DIVERGING ? COLORMAPS - 1 : 0];
}

const char *colormap_name(int index)
{
    return index >= 0 && index < COLORMAPS ? colormaps[index].name : NULL;
}

static unsigned char colormap_channel(unsigned from, unsigned to, int shift, double part)
{
    double low = from >> shift & 0xFF, high = to >> shift & 0xFF;
    return (unsigned char)lround(low + (high - low) * part);
}

Rgb colormap_at(const Colormap *map, double position)
{
    position = position > 0 ? fmin(position, 1) : 0; /* NaN too becomes 0 */
    double place = position * (map->stop_count - 1);
    int stop = (int)fmin(floor(place), map->stop_count - 2);
    unsigned from = map->stops[stop], to = map->stops[stop + 1];
    double part = place - stop;
    return (Rgb){
        .r = colormap_channel(from, to, 16, part),
        .g = colormap_channel(from, to, 8, part),
        .b = colormap_channel(from, to, 0, part),
    };
}

Rgb colormap_ink(Rgb background)
{
    double light = 0.299 * background.r + 0.587 * background.g + 0.114 * background.b;
    return light > 128 ? (Rgb){0, 0, 0} : (Rgb){255, 255, 255};
}
