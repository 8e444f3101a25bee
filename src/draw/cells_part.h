/* What the cell painter's parts share; internal to draw/cells*.c. */
#ifndef DRAW_CELLS_PART_H
#define DRAW_CELLS_PART_H

#include "draw/cells.h"
#include "figure/scale.h"

typedef struct CellsPainter {
    Canvas *canvas;
    const Figure *figure;
    Scale scale;
    ColorDepth depth;
    const Colormap *map;
    CellsProbe *probe; /* NULL: nobody asks */
    const CellsOptions *options;
} CellsPainter;

/* To be called for every part that a cursor can be put on, with where it is drawn. */
void cells_part(const CellsPainter *painter, Rect rect, int row, int column);

/* One painter per kind of figure: each draws into `rect`, which is clear and not empty. */
void cells_matrix(const CellsPainter *painter, Rect rect);
void cells_grid(const CellsPainter *painter, Rect rect);
void cells_bars(const CellsPainter *painter, Rect rect);
void cells_shares(const CellsPainter *painter, Rect rect); /* of bars that have them; two lines high */
void cells_plot(const CellsPainter *painter, Rect rect);   /* lines and points */
void cells_lines_of_text(const CellsPainter *painter, Rect rect);
void cells_panels(const CellsPainter *painter, Rect rect);

/* A matrix with its axes, of the figure or one of its tiles. */
void cells_one_matrix(const CellsPainter *painter, Rect rect, const Tile *matrix);

/* A matrix as small as `rect`: each cell the number farthest from zero of a block. */
void cells_thumbnail(const CellsPainter *painter, Rect rect, const Tile *matrix);

/* A grid's focused tile in full, with its thumbnails. */
void cells_large(const CellsPainter *painter, Rect rect);

/* The scale's ends and the signs of cells that are no numbers, on one line. */
void cells_legend(const CellsPainter *painter, Rect rect);

/* Does the painter show numbers as colours? Otherwise it uses signs. */
bool cells_has_heat(const CellsPainter *painter);

/* Cells of the widest number in a column of this figure. */
int cells_number_width(const Figure *figure);

/* One cell of a heat map, filling `cell`; with its number where that fits, or with its text. */
void cells_heat(const CellsPainter *painter, Rect cell, const Tile *matrix, int row, int column);

/* What a heat cell's text leaves free: a bracket at both sides, and without colours a digit with a gap before it. */
int cells_text_margin(const CellsPainter *painter);

/* A value as a sign of one cell: '0' for the scale's low end to '9' for its high end. */
const char *cells_digit(const CellsPainter *painter, double value);

/* The sign of a state that is no number, and its style. */
const char *cells_state_sign(CellState state);
Style cells_state_style(CellState state);

/* Two states, one above the other, in the halves of one cell. */
typedef struct HalfCell {
    CellState state;
    float value;
} HalfCell;
void cells_halves(const CellsPainter *painter, Rect clip, int x, int y, HalfCell top, HalfCell bottom);

/* The first of `count` items to show so that the cursor is among the `shown`. */
int cells_first_shown(int count, int shown, bool has_cursor, int cursor);

#endif
