/* A figure is a picture in the abstract: what is shown, not how it is painted.
 *
 * Two painters draw any figure: draw/cells.h for the terminal and for plain text, draw/pixels.h for
 * PNG. They read the same struct, so that screen and picture cannot disagree.
 *
 * A Figure owns all it points to, in its arena; builders copy what they are given (the one exception is
 * figure_matrix_borrow). Start with figure_init, end with figure_free; a figure holds one kind,
 * the one of the builder called. Strings are UTF-8 from anywhere: they are made visible when drawn.
 * The fields are there to be read; fields without a builder may be set directly.
 */
#ifndef FIGURE_FIGURE_H
#define FIGURE_FIGURE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "figure/style.h"
#include "figure/tile.h"

typedef enum FigureKind {
    FIGURE_TEXT,
    FIGURE_MATRIX,
    FIGURE_GRID,
    FIGURE_BARS,
    FIGURE_LINES,
    FIGURE_POINTS,
    FIGURE_PANELS
} FigureKind;

/* Tiles of equal size that share axes and scale, [rows, columns] of them. */
typedef struct Grid {
    int rows, columns;
    Tile *tiles;    /* row by row */
    bool has_focus; /* cells draw the focused tile large and the others as thumbnails */
    int focus;      /* index into tiles */
    const char *const *row_names, *const *column_names; /* [rows], [columns]: "L0", "H3"; NULL: none */
    Tile *large; /* the focused tile in full, where the tiles are thumbnails and stand [rows, columns]; or NULL */
} Grid;

typedef struct Series {
    const char *name;
    int count;
    const float *x, *y; /* bars have no x */
} Series;

/* The bars as shares of a whole: side by side on one line from 0 to 1, with a mark on it. */
typedef struct Shares {
    const float *lengths;  /* [bars.count], each at least 0, in sum at most 1; what is missing to 1 bears no name.
                              NULL: there are none */
    double mark;           /* from 0 to 1; NaN: none */
    const char *mark_name; /* "0.69 draws “girl”" */
} Shares;

/* Horizontal bars: y.labels[i] names bar i; every series has a length per bar. NaN: no bar ("removed by a filter"). */
typedef struct Bars {
    int count, series_count;
    Series *series;
    int chosen;              /* this bar is marked; -1: none */
    const char *chosen_name; /* "drawn" */
    double full;             /* the scale reaches at least so far, as to 1 for cosines; 0: to the longest bar */
    Shares shares;
} Bars;

typedef struct Lines {
    int series_count;
    Series *series;
    bool log_y; /* ignored where some y is not positive */
} Lines;

typedef struct Points {
    int count;
    const float *x, *y;
    const char *const *labels; /* [count]; NULL: none */
} Points;

typedef struct TextSpan {
    Style style;
    const char *text;
    bool shaded; /* `value` colours its ground, as in a heat map; the scale is that of all such spans */
    float value;
} TextSpan;

typedef struct TextLine {
    TextSpan *spans;
    size_t count, capacity;
} TextLine;

typedef struct Text {
    TextLine *lines;
    size_t count, capacity;
    bool wrap;         /* long lines go on below instead of being cut */
    bool marks_cursor; /* spans mark the cursor themselves: its line is only kept in sight */
} Text;

/* An axis: its name and one label per row or column (or none at all). */
typedef struct Axis {
    const char *name; /* "query"; "" where there is none */
    const char *const *labels;
    int count;             /* of labels */
    unsigned char *styles; /* [count] Style of each label, STYLE_NORMAL as usual; NULL: all as usual */
    long first, whole;     /* what the first row or column counts as, and how many there are in all; 0: those shown */
    int step;              /* how many each stands for; 0: one */
} Axis;

typedef struct TextList {
    const char **items;
    size_t count, capacity;
} TextList;

typedef enum ScaleKind {
    SCALE_SEQUENTIAL, /* colours run from the lowest to the highest number */
    SCALE_DIVERGING,  /* zero has the middle colour, equal distances from it equal strength */
} ScaleKind;

typedef enum MatrixShow { SHOW_HEAT, SHOW_NUMBERS } MatrixShow;

/* Figures side by side, each with its own title, scale and notes: all in one row, or with `folds`, on a screen as many
 * as there is room for, in several rows, the first ones first. */
typedef struct Panels {
    int count;
    struct Figure *figures; /* [count] owned */
    bool folds;
} Panels;

struct Figure {
    FigureKind kind;
    Arena arena;
    const char *title, *subtitle; /* never NULL, as all strings here */
    Axis x, y;                    /* of a matrix: x its columns ("key"), y its rows ("query") */
    const char *value_name;       /* what the colour bar or the bars' length measures; "" for none */
    ScaleKind scale_kind;
    MatrixShow show;
    int digits; /* significant ones in a matrix's cells; 0: as many as the usual column holds */
    bool has_cursor;
    int cursor_row, cursor_column;       /* text: the row alone; bars and points: the row is the item */
    int highlight_row, highlight_column; /* -1: none */
    TextList sources;                    /* names of the values shown, for PNG texts and status lines */
    TextList notes;                      /* lines under the picture */
    union {
        Tile matrix;
        Grid grid;
        Bars bars;
        Lines lines;
        Points points;
        Text text;
        Panels panels;
    };
};
typedef struct Figure Figure;

void figure_init(Figure *figure); /* an empty text */
void figure_free(Figure *figure);

__attribute__((format(printf, 2, 3))) void figure_title(Figure *figure, const char *format, ...);
__attribute__((format(printf, 2, 3))) void figure_subtitle(Figure *figure, const char *format, ...);
__attribute__((format(printf, 2, 3))) void figure_note(Figure *figure, const char *format, ...);
void figure_source(Figure *figure, const char *value_name);
void figure_value_name(Figure *figure, const char *name);
void figure_cursor(Figure *figure, int row, int column);

/* `labels` may be NULL (then positions are shown as numbers). Tokens keep their spaces: painters show them as ␣. */
void figure_axis_x(Figure *figure, const char *name, const char *const *labels, int count);
void figure_axis_y(Figure *figure, const char *name, const char *const *labels, int count);

/* Gives a label of figure->x or ->y a meaning of its own: STYLE_NEW, STYLE_KEPT, STYLE_EDITED, ... Say it in words too,
 * in the label or a note: styles alone are not seen by everyone. Out of range: nothing happens. */
void figure_axis_style(Figure *figure, Axis *axis, int index, Style style);

/* A matrix from values[row * row_stride + column * column_stride]; NULL values: nothing computed yet.
 * The figure keeps a copy, or with _borrow the pointer, which must then outlive it. */
void figure_matrix(Figure *figure, int rows, int columns, const float *values, ptrdiff_t row_stride,
                   ptrdiff_t column_stride);
void figure_matrix_borrow(Figure *figure, int rows, int columns, const float *values, ptrdiff_t row_stride,
                          ptrdiff_t column_stride);

/* What heat shows in each cell in place of its number, as a token: texts[row * columns + column], copied; NULL: "". */
void figure_matrix_texts(Figure *figure, const char *const *texts);

/* rows x columns tiles, each tile_rows x tile_columns, not computed until figure_grid_tile fills them. */
void figure_grid(Figure *figure, int rows, int columns, int tile_rows, int tile_columns);
Tile *figure_grid_tile(Figure *figure, int row, int column, const char *caption, const float *values,
                       ptrdiff_t row_stride, ptrdiff_t column_stride);

/* Overrides the state of one cell; `matrix` is a part of `figure`. */
void figure_cell_state(Figure *figure, Tile *matrix, int row, int column, CellState state);

/* Bars named `labels[count]`, then one series after the other, each `count` long. */
void figure_bars(Figure *figure, const char *axis_name, const char *const *labels, int count);
void figure_bars_series(Figure *figure, const char *name, const float *values);
void figure_bars_chosen(Figure *figure, int bar, const char *name);
void figure_bars_shares(Figure *figure, const float *lengths, double mark, const char *mark_name);

void figure_lines(Figure *figure, const char *x_name, const char *y_name);
/* `x` may be NULL: 0, 1, 2, ... */
void figure_lines_series(Figure *figure, const char *name, int count, const float *x, const float *y);

void figure_points(Figure *figure, int count, const float *x, const float *y, const char *const *labels);

/* `count` panels, from left to right: fill each as a figure of its own (but no panels within). The figure frees them.
 */
void figure_panels(Figure *figure, int count);

/* Text: figure_text_line starts a line, figure_span adds to the last one. */
void figure_text(Figure *figure);
void figure_text_line(Figure *figure);
__attribute__((format(printf, 3, 4))) void figure_span(Figure *figure, Style style, const char *format, ...);

/* Gives the last span a ground by its value. */
void figure_shade(Figure *figure, float value);

/* Adds a bar of `width` cells as a span, `share` of it (0 to 1) filled to an eighth of a cell; what is more than
 * nothing shows at least as a sliver. */
void figure_share(Figure *figure, Style style, double share, int width);

/* Of a grid: the focused tile in full, rows x columns. The tiles are then thumbnails of their own size. */
Tile *figure_grid_large(Figure *figure, int focus, int rows, int columns, const float *values);

#endif
