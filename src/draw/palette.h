/* The colours that both painters give to what is no number on a scale. */
#ifndef DRAW_PALETTE_H
#define DRAW_PALETTE_H

#include "draw/colormap.h"
#include "figure/style.h"
#include "figure/tile.h"

/* None of them occurs in a colour map. CELL_NUMBER has no colour of its own: it is not asked for. */
Rgb palette_state(CellState state);

/* What is drawn over the state's colour: hatching, dots, crosses. */
Rgb palette_state_mark(CellState state);

/* Colours of series that are told apart by the colour-blind too (Okabe and Ito, 2008); they repeat. */
Rgb palette_series(int index);

/* The ink of a style on white paper. */
Rgb palette_style(Style style);

#endif
