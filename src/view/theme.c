#include "view/theme.h"

#include <stddef.h>
#include <string.h>

/* A row of a theme: colour of 256, then colour of 16 and attributes. */
#define LOOK(c256, ...)                                                                                                \
    {                                                                                                                  \
        .color256 = c256, .ground256 = -1, .color16 = __VA_ARGS__                                                      \
    }
#define PLAIN LOOK(-1, -1)

enum { RED = 1, GREEN, YELLOW, BLUE, MAGENTA, CYAN, GREY = 8 };

static const Theme themes[] = {
    {"dark",
     {
         [STYLE_NORMAL] = PLAIN,
         [STYLE_TITLE] = LOOK(231, -1, .bold = true),
         [STYLE_SUBTITLE] = LOOK(250, -1),
         [STYLE_AXIS] = LOOK(110, CYAN),
         [STYLE_NUMBER] = PLAIN,
         [STYLE_MASKED] = LOOK(242, GREY),
         [STYLE_PENDING] = LOOK(242, GREY),
         [STYLE_ERROR] = LOOK(203, RED, .bold = true),
         [STYLE_MUTED] = LOOK(246, GREY),
         [STYLE_EMPHASIS] = LOOK(231, -1, .bold = true),
         [STYLE_CURSOR] = LOOK(-1, -1, .reverse = true),
         [STYLE_HIGHLIGHT] = LOOK(222, YELLOW, .underline = true),
         [STYLE_CURRENT] = LOOK(114, GREEN, .bold = true, .reverse = true),
         [STYLE_BREAKPOINT] = LOOK(203, RED, .bold = true),
         [STYLE_NEW] = LOOK(114, GREEN, .bold = true),
         [STYLE_KEPT] = LOOK(110, CYAN),
         [STYLE_EDITED] = LOOK(176, MAGENTA, .underline = true),
         [STYLE_CHOSEN] = LOOK(221, YELLOW, .bold = true),
         [STYLE_REMOVED] = LOOK(242, GREY),
         [STYLE_KEY_HINT] = LOOK(117, CYAN, .bold = true),
         [STYLE_NOTE] = LOOK(248, -1),
         [STYLE_FRAME] = LOOK(240, GREY),
         [STYLE_SERIES_1] = LOOK(75, BLUE),
         [STYLE_SERIES_2] = LOOK(214, YELLOW),
         [STYLE_SERIES_3] = LOOK(114, GREEN),
         [STYLE_SERIES_4] = LOOK(176, MAGENTA),
     }},
    {"light",
     {
         [STYLE_NORMAL] = PLAIN,
         [STYLE_TITLE] = LOOK(16, -1, .bold = true),
         [STYLE_SUBTITLE] = LOOK(238, -1),
         [STYLE_AXIS] = LOOK(24, BLUE),
         [STYLE_NUMBER] = PLAIN,
         [STYLE_MASKED] = LOOK(246, GREY),
         [STYLE_PENDING] = LOOK(246, GREY),
         [STYLE_ERROR] = LOOK(160, RED, .bold = true),
         [STYLE_MUTED] = LOOK(243, GREY),
         [STYLE_EMPHASIS] = LOOK(16, -1, .bold = true),
         [STYLE_CURSOR] = LOOK(-1, -1, .reverse = true),
         [STYLE_HIGHLIGHT] = LOOK(130, MAGENTA, .underline = true),
         [STYLE_CURRENT] = LOOK(28, GREEN, .bold = true, .reverse = true),
         [STYLE_BREAKPOINT] = LOOK(160, RED, .bold = true),
         [STYLE_NEW] = LOOK(28, GREEN, .bold = true),
         [STYLE_KEPT] = LOOK(24, BLUE),
         [STYLE_EDITED] = LOOK(90, MAGENTA, .underline = true),
         [STYLE_CHOSEN] = LOOK(130, RED, .bold = true),
         [STYLE_REMOVED] = LOOK(246, GREY),
         [STYLE_KEY_HINT] = LOOK(25, BLUE, .bold = true),
         [STYLE_NOTE] = LOOK(241, -1),
         [STYLE_FRAME] = LOOK(250, GREY),
         [STYLE_SERIES_1] = LOOK(25, BLUE),
         [STYLE_SERIES_2] = LOOK(166, RED),
         [STYLE_SERIES_3] = LOOK(28, GREEN),
         [STYLE_SERIES_4] = LOOK(90, MAGENTA),
     }},
};

enum { THEMES = sizeof themes / sizeof *themes };

const Theme *theme_find(const char *name)
{
    for (int i = 0; i < THEMES; i++)
        if (!strcmp(themes[i].name, name))
            return &themes[i];
    return &themes[0];
}

const char *theme_name(int index)
{
    return index >= 0 && index < THEMES ? themes[index].name : NULL;
}
