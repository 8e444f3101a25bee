/* Themes: what each meaning of text looks like on a terminal.
 *
 * A theme is a plain file of one line per Style, assets/themes/NAME or the person's own
 * $XDG_CONFIG_HOME/stepformer/themes/NAME; assets/themes/dark says in its head how one is written. Meaning
 * never hangs on colour alone: with few colours or none the attributes remain.
 */
#ifndef VIEW_THEME_H
#define VIEW_THEME_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/status.h"
#include "figure/style.h"

typedef struct Look {
    bool bold, underline, reverse, dim;
    int color256, color16; /* -1: the terminal's own */
    int ground256, ground16;
} Look;

enum { THEME_NAME_LENGTH = 64 };

typedef struct Theme {
    char name[THEME_NAME_LENGTH];
    bool mono; /* heat maps too have digits in place of colours */
    Look looks[STYLE_COUNT];
} Theme;

/* Attributes alone: what is there without any file. */
void theme_plain(Theme *out);

/* Reads the theme of that name. NOT_FOUND lists those there are. A mistake in the file is told with its line, and
 * *out has the other lines; whatever fails, *out is a theme that can be used. */
Status theme_open(const char *name, Theme *out, Error *error);

/* The same from a text; `where` is the file's name. */
Status theme_read(Theme *theme, const char *text, const char *where, Error *error);

/* Appends the names of all themes, one a line, without repetition. */
void theme_names(Buffer *out);

#endif
