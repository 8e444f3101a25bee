#include "view/theme_inks.h"

#include "draw/ansi.h"

static const Rgb dark = {18, 18, 22}, light = {255, 255, 255}, grey = {208, 208, 208}, black = {24, 24, 24};

static Rgb theme_color(int color256, Rgb otherwise)
{
    return color256 < 0 ? otherwise : ansi_rgb(color256);
}

CanvasInks theme_inks(const Theme *theme)
{
    Rgb letters = theme_color(theme->looks[STYLE_TITLE].color256, grey);
    bool on_dark = colormap_ink(letters).r == 0;
    CanvasInks inks = {.ink = on_dark ? grey : black, .paper = on_dark ? dark : light};
    for (int style = 0; style < STYLE_COUNT; style++) {
        const Look *look = &theme->looks[style];
        inks.styles[style] = (CanvasInk){
            .ink = theme_color(look->color256, inks.ink),
            .ground = theme_color(look->ground256, inks.paper),
            .bold = look->bold,
            .underline = look->underline,
            .reverse = look->reverse,
            .dim = look->dim,
        };
    }
    return inks;
}
