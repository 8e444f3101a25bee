/* What a piece of text MEANS. Figures and views name meanings; themes alone give them colours.
 *
 * Every meaning is also told without colour: by its words, a sign beside it or its place.
 */
#ifndef FIGURE_STYLE_H
#define FIGURE_STYLE_H

/* One row per meaning: name as themes spell it. */
#define STYLE_LIST(X)                                                                                                  \
    X(NORMAL, "normal")                                                                                                \
    X(TITLE, "title")                                                                                                  \
    X(SUBTITLE, "subtitle")                                                                                            \
    X(AXIS, "axis")         /* names and labels of axes */                                                             \
    X(NUMBER, "number")     /* a number that was computed */                                                           \
    X(MASKED, "masked")     /* a cell that the mask hides */                                                           \
    X(PENDING, "pending")   /* not computed yet */                                                                     \
    X(ERROR, "error")       /* failures, NaN, infinities */                                                            \
    X(MUTED, "muted")       /* secondary words */                                                                      \
    X(EMPHASIS, "emphasis") /* the word that matters in its line */                                                    \
    X(CURSOR, "cursor")     /* the cell or line under the cursor */                                                    \
    X(HIGHLIGHT, "highlight")                                                                                          \
    X(CURRENT, "current")       /* the instruction at the program counter */                                           \
    X(BREAKPOINT, "breakpoint") /* a line where the machine will stop */                                               \
    X(NEW, "new")               /* made in this pass */                                                                \
    X(KEPT, "kept")             /* read again from the KV cache */                                                     \
    X(EDITED, "edited")         /* changed by hand */                                                                  \
    X(CHOSEN, "chosen")         /* the token that was drawn */                                                         \
    X(REMOVED, "removed")       /* filtered out: no longer a candidate */                                              \
    X(KEY_HINT, "key-hint")                                                                                            \
    X(NOTE, "note")                                                                                                    \
    X(FRAME, "frame") /* lines and boxes */                                                                            \
    X(SERIES_1, "series-1")                                                                                            \
    X(SERIES_2, "series-2")                                                                                            \
    X(SERIES_3, "series-3")                                                                                            \
    X(SERIES_4, "series-4")

typedef enum Style {
#define STYLE_ENUM(name, spelling) STYLE_##name,
    STYLE_LIST(STYLE_ENUM)
#undef STYLE_ENUM
        STYLE_COUNT
} Style;

/* "key-hint" for STYLE_KEY_HINT. */
const char *style_name(Style style);

/* The style of series `index` of a figure; they repeat after SERIES_4. */
Style style_series(int index);

#endif
