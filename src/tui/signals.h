/* Signals as something that a loop can ask for.
 *
 * The only state of the program that hangs off no handle: a signal handler has nothing else to look
 * at. SIGTSTP, SIGCONT and SIGWINCH are curses' affair.
 */
#ifndef TUI_SIGNALS_H
#define TUI_SIGNALS_H

#include <stdbool.h>

/* Catches SIGINT, SIGTERM and SIGHUP, and for the last resort SIGABRT, SIGSEGV, SIGBUS, SIGFPE and SIGILL: those
 * put the terminal back by what `restore` says (its termios as they are now), then die as they would have. */
void signals_catch(const char *restore);
void signals_release(void);

/* The signal that asks to end, or 0. */
int signals_pending(void);

/* Was Ctrl-C pressed since the last question? Long work stops at it; at rest it asks to end. */
bool signals_take_interrupt(void);

#endif
