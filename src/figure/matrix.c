#include "figure/matrix.h"

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

CellState matrix_state(const Matrix *matrix, int row, int column)
{
    if (matrix->states)
        return (CellState)matrix->states[(size_t)row * (size_t)matrix->columns + (size_t)column];
    if (!matrix->values)
        return CELL_NOT_COMPUTED;
    return cell_state(matrix->values[row * matrix->row_stride + column * matrix->column_stride]);
}

float matrix_value(const Matrix *matrix, int row, int column)
{
    if (!matrix->values || matrix_state(matrix, row, column) == CELL_NOT_COMPUTED)
        return NAN;
    return matrix->values[row * matrix->row_stride + column * matrix->column_stride];
}
