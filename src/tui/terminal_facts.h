/* What there is to know about the terminal without taking it over. */
#ifndef TUI_TERMINAL_FACTS_H
#define TUI_TERMINAL_FACTS_H

#include <stdbool.h>

typedef struct TerminalFacts {
    const char *name;     /* TERM; "" where it is not set */
    bool interactive;     /* are standard input and output a terminal, and is this program in its foreground? */
    bool known;           /* has the terminfo database an entry of that name, and can the cursor be placed? */
    int colors;           /* by that entry; 0: none */
    bool colors_unwanted; /* NO_COLOR is set */
    int width, height;    /* cells; 0: not told */
    int hangul_by_locale; /* cells that the C library reckons for 가; -1: no locale of this system knows it */
    int hangul_as_drawn;  /* cells that the terminal really moves its cursor by; 0: not asked, or no answer */
} TerminalFacts;

/* Asks the environment, the terminfo database and, where it is interactive, the terminal itself: prints 가, asks where
 * the cursor is, and wipes it again. Takes a third of a second at most. Sets LC_CTYPE to a UTF-8 locale, as the
 * interpreter does. */
TerminalFacts terminal_facts(void);

#endif
