#include "figure/tile.h"

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
