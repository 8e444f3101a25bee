/* From starting the program to its first complete screen, in a terminal made for the purpose. */
#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/translate.h"
#include "cli/bench.h"
#include "cli/clock.h"

enum {
    WIDTH = 120,
    HEIGHT = 40,
    SILENCE = 60,   /* milliseconds without output: the screen is complete */
    PATIENCE = 5000 /* milliseconds: it will not come any more */
};

typedef struct Start {
    const char *folder;
    double seconds; /* from the fork to the last byte of the first screen; 0: it showed nothing */
} Start;

static void become_tui(const char *folder)
{
    if (!getenv("TERM"))
        setenv("TERM", "xterm-256color", 1);
    execl("/proc/self/exe", "stepformer", "tui", "--model", folder, (char *)NULL);
    _exit(127);
}

/* Reads what the screen gets until it falls silent; returns when the last of it came. 0: nothing ever did. */
static double read_screen(int terminal)
{
    double last = 0;
    char bytes[1 << 14];
    struct pollfd ready = {.fd = terminal, .events = POLLIN};
    while (poll(&ready, 1, last > 0 ? SILENCE : PATIENCE) > 0 && read(terminal, bytes, sizeof bytes) > 0)
        last = clock_seconds();
    return last;
}

static Status start(Start *start, Error *error)
{
    int terminal;
    double begin = clock_seconds();
    pid_t child = forkpty(&terminal, NULL, NULL, &(struct winsize){.ws_row = HEIGHT, .ws_col = WIDTH});
    if (child < 0)
        return error_set(error, STATUS_IO, _("bench: no pseudo-terminal can be had; check /dev/ptmx"));
    if (child == 0)
        become_tui(start->folder);
    double last = read_screen(terminal);
    kill(child, SIGTERM);
    close(terminal);
    while (waitpid(child, NULL, 0) < 0 && errno == EINTR)
        continue;
    start->seconds = last > 0 ? last - begin : 0;
    return STATUS_OK;
}

Status bench_screen(Bench *bench, Error *error)
{
    enum { ROUNDS = 7 };
    if (!bench->has_folder) {
        bench_skip(bench, "first_frame", "first frame of tui", "no model folder; name one with --model DIR");
        return STATUS_OK;
    }
    Start first = {.folder = bench->model->folder};
    Trial frames = {0}; /* the clock is not trials_run's: the time that ending a program takes does not count */
    while (frames.rounds < (bench->quick ? 1 : ROUNDS)) {
        TRY(start(&first, error));
        frames.seconds[frames.rounds++] = first.seconds;
        if (first.seconds <= 0) {
            bench_skip(bench, "first_frame", "first frame of tui", "it showed nothing; start stepformer to see why");
            return STATUS_OK;
        }
    }
    bench_record(bench, "first_frame", 1e3 * trial_seconds(&frames), "ms", "first frame of tui, %d×%d cells", WIDTH,
                 HEIGHT);
    return STATUS_OK;
}
