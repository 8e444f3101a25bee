/* Colour maps: a number between 0 and 1 as a colour.
 *
 * viridis and magma (van der Walt and Smith, 2015) and cividis (Nunez, Anderton and Renslow, 2018)
 * grow evenly in lightness, so that equal steps look equal, in grey too; cividis also to the
 * colour-blind. balance (after Thyng et al., "True colors of oceanography", 2016) is for signed numbers.
 * Each is a short table of control points between which we interpolate.
 */
#ifndef DRAW_COLORMAP_H
#define DRAW_COLORMAP_H

#include "base/status.h"
#include "figure/scale.h"

typedef struct Rgb {
    unsigned char r, g, b;
} Rgb;

typedef struct Colormap Colormap;

/* By name: viridis, cividis, magma, grey (or gray), balance. Unknown: NOT_FOUND, naming the valid ones. */
Status colormap_find(const char *name, const Colormap **out, Error *error);

/* viridis for a sequential scale, balance for a diverging one. */
const Colormap *colormap_default(ScaleKind kind);

/* The i-th name, for completion; NULL after the last. */
const char *colormap_name(int index);

/* Positions outside [0, 1] and NaN count as the nearest end, as 0. */
Rgb colormap_at(const Colormap *map, double position);

/* Black or white: whichever can be read on this background. */
Rgb colormap_ink(Rgb background);

#endif
