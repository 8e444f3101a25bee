#include "draw/palette.h"

Rgb palette_state(CellState state)
{
    static const Rgb colors[CELL_STATES] = {
        [CELL_MASKED] = {226, 231, 243},
        [CELL_NOT_COMPUTED] = {255, 255, 255},
        [CELL_NAN] = {255, 0, 255},
    };
    return colors[state];
}

Rgb palette_state_mark(CellState state)
{
    static const Rgb colors[CELL_STATES] = {
        [CELL_MASKED] = {160, 170, 196},
        [CELL_NOT_COMPUTED] = {190, 190, 190},
        [CELL_NAN] = {0, 0, 0},
    };
    return colors[state];
}

Rgb palette_series(int index)
{
    static const Rgb colors[] = {{0, 114, 178}, {230, 159, 0}, {0, 158, 115}, {204, 121, 167}};
    return colors[index % 4];
}

Rgb palette_style(Style style)
{
    static const Rgb inks[STYLE_COUNT] = {
        [STYLE_NORMAL] = {30, 30, 30},     [STYLE_TITLE] = {0, 0, 0},          [STYLE_SUBTITLE] = {80, 80, 80},
        [STYLE_AXIS] = {50, 50, 50},       [STYLE_NUMBER] = {30, 30, 30},      [STYLE_MASKED] = {120, 130, 155},
        [STYLE_PENDING] = {150, 150, 150}, [STYLE_ERROR] = {190, 0, 30},       [STYLE_MUTED] = {110, 110, 110},
        [STYLE_EMPHASIS] = {0, 0, 0},      [STYLE_CURSOR] = {0, 0, 0},         [STYLE_HIGHLIGHT] = {0, 0, 0},
        [STYLE_CURRENT] = {0, 105, 60},    [STYLE_BREAKPOINT] = {190, 0, 30},  [STYLE_NEW] = {0, 120, 70},
        [STYLE_KEPT] = {0, 90, 160},       [STYLE_EDITED] = {150, 50, 130},    [STYLE_CHOSEN] = {170, 100, 0},
        [STYLE_REMOVED] = {150, 150, 150}, [STYLE_KEY_HINT] = {0, 110, 120},   [STYLE_NOTE] = {90, 90, 90},
        [STYLE_FRAME] = {170, 170, 170},   [STYLE_SERIES_1] = {0, 114, 178},   [STYLE_SERIES_2] = {230, 159, 0},
        [STYLE_SERIES_3] = {0, 158, 115},  [STYLE_SERIES_4] = {204, 121, 167},
    };
    return inks[style];
}
