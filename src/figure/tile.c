#include "figure/tile.h"

#include <math.h>

CellState cell_state(float value)
{
    if (value == -INFINITY)
        return CELL_MASKED;
    return isfinite(value) ? CELL_NUMBER : CELL_NAN;
}

const char *cell_state_name(CellState state)
{
    static const char *const names[CELL_STATES] = {
        [CELL_NUMBER] = "number",
        [CELL_MASKED] = "masked",
        [CELL_NOT_COMPUTED] = "not computed",
        [CELL_NAN] = "NaN or infinite",
    };
    return names[state];
}

CellState tile_state(const Tile *tile, int row, int column)
{
    if (tile->states)
        return (CellState)tile->states[(size_t)row * (size_t)tile->columns + (size_t)column];
    if (!tile->values)
        return CELL_NOT_COMPUTED;
    return cell_state(tile->values[row * tile->row_stride + column * tile->column_stride]);
}

float tile_value(const Tile *tile, int row, int column)
{
    if (!tile->values || tile_state(tile, row, column) == CELL_NOT_COMPUTED)
        return NAN;
    return tile->values[row * tile->row_stride + column * tile->column_stride];
}
