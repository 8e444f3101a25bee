/* The interpreter in a terminal made for the purpose, to be watched as a person would. */
#ifndef CLI_BENCH_TERMINAL_H
#define CLI_BENCH_TERMINAL_H

#include <sys/types.h>

#include "base/status.h"

typedef struct BenchTerminal {
    int descriptor; /* what the terminal's person types into and sees */
    pid_t child;
} BenchTerminal;

enum { BENCH_TERMINAL_COMMANDS = 4 };

/* What is started: the model and commands to begin with, as -c takes them; NULL ends them. */
typedef struct BenchTerminalStart {
    const char *folder;
    const char *commands[BENCH_TERMINAL_COMMANDS];
    int width, height;
} BenchTerminalStart;

/* bench_terminal_stop it. IO where no pseudo-terminal can be had. */
Status bench_terminal_start(BenchTerminal *terminal, const BenchTerminalStart *start, Error *error);
void bench_terminal_stop(BenchTerminal *terminal);

/* Reads what the screen gets until it falls silent for so many milliseconds; returns when the last of it came, by
 * clock_seconds. 0: nothing came within `patience`. */
double bench_terminal_read(const BenchTerminal *terminal, int silence, int patience);

/* Presses keys. */
void bench_terminal_type(const BenchTerminal *terminal, const char *keys);

#endif
