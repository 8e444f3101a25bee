#include "cli/bench_terminal.h"

#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/translate.h"
#include "cli/clock.h"

static void become_tui(const BenchTerminalStart *start)
{
    const char *arguments[6 + 2 * BENCH_TERMINAL_COMMANDS] = {"stepformer", "tui", "--model", start->folder};
    for (int i = 0, at = 4; i < BENCH_TERMINAL_COMMANDS && start->commands[i]; i++) {
        arguments[at++] = "-c";
        arguments[at++] = start->commands[i];
    }
    if (!getenv("TERM"))
        setenv("TERM", "xterm-256color", 1);
    execv("/proc/self/exe", (char **)arguments);
    _exit(127);
}

Status bench_terminal_start(BenchTerminal *terminal, const BenchTerminalStart *start, Error *error)
{
    struct winsize size = {.ws_row = (unsigned short)start->height, .ws_col = (unsigned short)start->width};
    terminal->child = forkpty(&terminal->descriptor, NULL, NULL, &size);
    if (terminal->child < 0)
        return error_set(error, STATUS_IO, _("bench: no pseudo-terminal can be had; check /dev/ptmx"));
    if (terminal->child == 0)
        become_tui(start);
    return STATUS_OK;
}

void bench_terminal_stop(BenchTerminal *terminal)
{
    kill(terminal->child, SIGTERM);
    close(terminal->descriptor);
    while (waitpid(terminal->child, NULL, 0) < 0 && errno == EINTR)
        continue;
}

double bench_terminal_read(const BenchTerminal *terminal, int silence, int patience)
{
    double last = 0;
    char bytes[1 << 14];
    struct pollfd ready = {.fd = terminal->descriptor, .events = POLLIN};
    while (poll(&ready, 1, last > 0 ? silence : patience) > 0 && read(terminal->descriptor, bytes, sizeof bytes) > 0)
        last = clock_seconds();
    return last;
}

void bench_terminal_type(const BenchTerminal *terminal, const char *keys)
{
    ssize_t written = write(terminal->descriptor, keys, strlen(keys));
    (void)written; /* what does not arrive is not answered, and is seen by that */
}
