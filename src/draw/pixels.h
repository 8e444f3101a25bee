/* The second painter: a figure as pixels, for PNG.
 *
 * The picture's size follows from the figure: every row and column of a matrix gets at least one
 * pixel, labels are thinned at a regular stride where they would overlap. Text is set in the fonts
 * that fontconfig finds for each character; without any font: NOT_FOUND, naming the package to install.
 */
#ifndef DRAW_PIXELS_H
#define DRAW_PIXELS_H

#include "draw/image.h"
#include "figure/figure.h"

typedef struct PixelsOptions {
    const Colormap *map; /* NULL: the scale's default */
    int cell;            /* pixels a cell; 0: chosen by the figure's size */
} PixelsOptions;

/* A new image, for the caller to image_free. `options` may be NULL. */
Status pixels_draw(const Figure *figure, const PixelsOptions *options, Image *out, Error *error);

#endif
