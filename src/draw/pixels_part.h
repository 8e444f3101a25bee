/* What the pixel painter's parts share; internal to draw/pixels*.c. */
#ifndef DRAW_PIXELS_PART_H
#define DRAW_PIXELS_PART_H

#include <stdbool.h>

#include "draw/font.h"
#include "draw/pixels.h"
#include "figure/scale.h"

enum { LABEL_SIZE = 13, TICK_SIZE = 12, LABEL_MOST = 150, GAP = 8 };

typedef struct PixelsPainter {
    const Figure *figure;
    Scale scale;
    const Colormap *map;
    int cell; /* wished pixels a cell; 0: by size */
    Font *font;
    Image *image; /* NULL while the size is being found */
} PixelsPainter;

typedef struct Size {
    long width, height;
} Size;

/* One part per kind of figure: how large it is, and drawing it with its upper left corner at (x, y). */
typedef struct PixelsPart {
    Size (*size)(const PixelsPainter *painter);
    void (*draw)(const PixelsPainter *painter, int x, int y);
} PixelsPart;

extern const PixelsPart pixels_matrix, pixels_grid, pixels_bars, pixels_plot, pixels_text, pixels_panels;
const PixelsPart *pixels_part(const Figure *figure); /* the one for its kind */

/* pixels_shares.c: bars once more, as shares of one line `width` pixels long. */
enum { SHARES_HEIGHT = 62 };
void shares_draw(const PixelsPainter *painter, int x, int y, int width);

typedef enum Align { ALIGN_LEFT, ALIGN_CENTRE, ALIGN_RIGHT } Align;

/* Text on one line with its baseline at y; `pen.x` is its left end, middle or right end. */
void pixels_put(const PixelsPainter *painter, FontPen pen, Align align, const char *text);
double pixels_width(const PixelsPainter *painter, FontFace face, double size, const char *text);

/* The same, shortened with … to at most `most` pixels. */
void pixels_put_short(const PixelsPainter *painter, FontPen pen, Align align, double most, const char *text);

/* pixels_large.c: a grid's focused tile in full, with its thumbnails. */
Size pixels_large_size(const PixelsPainter *painter);
void pixels_large_draw(const PixelsPainter *painter, int x, int y);

/* pixels_axes.c: the labels and names beside a matrix or the tiles of a grid. */
typedef struct AxisPlan {
    const Axis *axis;
    int count, cell; /* rows or columns, and pixels of each */
    int stride;      /* every stride-th is labelled, so that labels never overlap */
    double longest;  /* pixels of the longest label, shortened ones included */
    double size;     /* of the font */
    bool slanted;
    int extent; /* pixels that the labels take across the axis */
} AxisPlan;

AxisPlan axis_plan_rows(const PixelsPainter *painter, int count, int cell);
AxisPlan axis_plan_columns(const PixelsPainter *painter, int count, int cell);
void axis_draw_rows(const PixelsPainter *painter, const AxisPlan *plan, int right, int top);
void axis_draw_columns(const PixelsPainter *painter, const AxisPlan *plan, int left, int top);
/* How far the slanted labels of the columns reach to the left of the first one. */
int axis_overhang(const AxisPlan *plan);
/* Names of both axes: y's upwards at `left`, x's below, centred on the plot. */
void axis_draw_names(const PixelsPainter *painter, int left, int top, int bottom, int plot_left, int plot_right);

/* pixels_legend.c: the colour bar with its ends, and the swatches of states. */
Size legend_size(const PixelsPainter *painter, int height);
void legend_draw(const PixelsPainter *painter, int x, int y, int height);

/* pixels_cells.c: the cells of a matrix. */
void pixels_cells(const PixelsPainter *painter, const Tile *matrix, int x, int y, int width, int height);
void pixels_state(const PixelsPainter *painter, CellState state, int x, int y, int width, int height);

#endif
