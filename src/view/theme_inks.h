/* A theme for pictures, where no terminal says what its colours are. */
#ifndef VIEW_THEME_INKS_H
#define VIEW_THEME_INKS_H

#include "draw/canvas_picture.h"
#include "view/theme.h"

/* The paper is dark where the theme's letters are light, and light where they are dark. */
CanvasInks theme_inks(const Theme *theme);

#endif
