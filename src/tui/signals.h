/* Signals as something that a loop can ask for.
 *
 * The only state of the program that hangs off no handle: a signal handler has nothing else to look
 * at. SIGTSTP, SIGCONT and SIGWINCH are curses' affair.
 */
#ifndef TUI_SIGNALS_H
#define TUI_SIGNALS_H

#include <stdbool.h>

/* Remembers the terminal's modes: to be called before anything changes them. */
void signals_remember_modes(void);

/* Catches SIGINT, SIGTERM and SIGHUP, and for the last resort SIGABRT, SIGSEGV, SIGBUS, SIGFPE and SIGILL: those
 * write `restore` to the terminal and put the remembered modes back, then die as they would have. */
void signals_catch(const char *restore);
void signals_release(void);

/* The signal that asks to end, or 0. */
int signals_pending(void);

/* Was Ctrl-C pressed since the last question? Long work stops at it; at rest it asks to end. */
bool signals_take_interrupt(void);

#endif
