/* A tile: a matrix as a figure shows it, numbers and what each cell is apart from its number. */
#ifndef FIGURE_TILE_H
#define FIGURE_TILE_H

#include <math.h>
#include <stddef.h>

/* What a cell is, apart from its number. */
typedef enum CellState {
    CELL_NUMBER,       /* a finite number: it takes part in the scale */
    CELL_MASKED,       /* hidden by the mask: -inf, or a number (softmax makes 0) that the mask decided */
    CELL_NOT_COMPUTED, /* the program has not reached it: its number is not looked at */
    CELL_NAN,          /* NaN or +inf: the mark of an error */
    CELL_STATES
} CellState;

/* The state that a computed number has by itself: -inf is masked, NaN and +inf are CELL_NAN. */
static inline CellState cell_state(float value)
{
    if (isfinite(value))
        return CELL_NUMBER;
    return value < 0 ? CELL_MASKED : CELL_NAN;
}

/* "masked", in English; legends say it through _(). */
const char *cell_state_name(CellState state);

/* Rows x columns. Read cells through the two functions below. */
typedef struct Tile {
    int rows, columns;
    const float *values; /* NULL: nothing is computed */
    ptrdiff_t row_stride, column_stride;
    unsigned char *states;    /* [rows, columns] CellState; NULL: cell_state(value) everywhere */
    const char *caption;      /* "L0 H3"; "" where there is none */
    const char *const *texts; /* [rows, columns] what stands in a cell of heat in place of its number; NULL: numbers */
} Tile;

static inline CellState tile_state(const Tile *tile, int row, int column)
{
    if (tile->states)
        return (CellState)tile->states[(ptrdiff_t)row * tile->columns + column];
    if (!tile->values)
        return CELL_NOT_COMPUTED;
    return cell_state(tile->values[row * tile->row_stride + column * tile->column_stride]);
}

/* NaN where nothing is computed. */
static inline float tile_value(const Tile *tile, int row, int column)
{
    if (!tile->values || (tile->states && tile_state(tile, row, column) == CELL_NOT_COMPUTED))
        return NAN;
    return tile->values[row * tile->row_stride + column * tile->column_stride];
}

#endif
