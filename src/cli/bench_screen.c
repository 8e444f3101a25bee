/* From starting the program to its first complete screen. */
#include "base/translate.h"
#include "cli/bench.h"
#include "cli/bench_terminal.h"
#include "cli/clock.h"

enum { WIDTH = 120, HEIGHT = 40 };

/* Seconds from the fork to the last byte of the first screen; 0: it showed nothing. */
static Status start(const char *folder, double *seconds, Error *error)
{
    enum { SILENCE = 60, PATIENCE = 5000 };
    BenchTerminal terminal;
    double begin = clock_seconds();
    TRY(bench_terminal_start(&terminal, &(BenchTerminalStart){folder, {NULL}, WIDTH, HEIGHT}, error));
    double last = bench_terminal_read(&terminal, SILENCE, PATIENCE);
    bench_terminal_stop(&terminal);
    *seconds = last > 0 ? last - begin : 0;
    return STATUS_OK;
}

Status bench_screen(Bench *bench, Error *error)
{
    enum { ROUNDS = 7 };
    if (!bench->has_folder) {
        bench_skip(bench, "first_frame", _("first frame of tui"), _("no model folder; name one with --model DIR"));
        return STATUS_OK;
    }
    Trial frames = {0}; /* the clock is not trials_run's: the time that ending a program takes does not count */
    while (frames.rounds < (bench->quick ? 1 : ROUNDS)) {
        double *seconds = &frames.seconds[frames.rounds++];
        TRY(start(bench->model->folder, seconds, error));
        if (*seconds <= 0) {
            bench_skip(bench, "first_frame", _("first frame of tui"),
                       _("it showed nothing; start stepformer to see why"));
            return STATUS_OK;
        }
    }
    bench_record(bench, "first_frame", 1e3 * trial_seconds(&frames), "ms", _("first frame of tui, %d×%d cells"), WIDTH,
                 HEIGHT);
    return STATUS_OK;
}
