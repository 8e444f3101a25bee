/* Themes: what each meaning of text looks like on a terminal.
 *
 * A theme is a table, one row per Style. Meaning never hangs on colour alone: with few colours or
 * none the attributes remain.
 */
#ifndef VIEW_THEME_H
#define VIEW_THEME_H

#include <stdbool.h>

#include "figure/style.h"

typedef struct Look {
    bool bold, underline, reverse, dim;
    int color256, color16; /* -1: the terminal's own */
    int ground256;         /* background, 256 colours only; -1: the terminal's own */
} Look;

typedef struct Theme {
    const char *name;
    Look looks[STYLE_COUNT];
} Theme;

/* By name; the first theme where there is none of that name. */
const Theme *theme_find(const char *name);

/* The i-th name; NULL after the last. */
const char *theme_name(int index);

#endif
