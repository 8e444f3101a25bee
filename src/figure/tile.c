#include "figure/tile.h"

#include "base/translate.h"

const char *cell_state_name(CellState state)
{
    static const char *const names[CELL_STATES] = {
        [CELL_NUMBER] = N_("number"),
        [CELL_MASKED] = N_("masked"),
        [CELL_NOT_COMPUTED] = N_("not computed"),
        [CELL_NAN] = N_("NaN or infinite"),
    };
    return names[state];
}
