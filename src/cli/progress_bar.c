#include "cli/progress_bar.h"

#include <stdio.h>
#include <unistd.h>

#include "cli/clock.h"

enum { WIDTH = 32 };

static const double seconds_a_frame = 0.1;

ProgressBar progress_bar(const char *what)
{
    return (ProgressBar){.what = what, .to = 1, .visible = isatty(STDERR_FILENO)};
}

static void progress_bar_draw(const ProgressBar *bar, double done)
{
    static const char full[] = "################################", empty[] = "................................";
    int cells = (int)(done * WIDTH + 0.5);
    fprintf(stderr, "\r%s [%.*s%.*s] %3.0f %%", bar->what, cells, full, WIDTH - cells, empty, 100 * done);
    fflush(stderr);
}

static bool progress_bar_report(void *context, double done)
{
    ProgressBar *bar = context;
    double now = clock_seconds();
    if (!bar->visible || now - bar->drawn_at < seconds_a_frame)
        return true;
    bar->drawn_at = now;
    bar->any = true;
    progress_bar_draw(bar, bar->from + done * (bar->to - bar->from));
    return true;
}

Progress progress_bar_part(ProgressBar *bar, double from, double to)
{
    bar->from = from;
    bar->to = to;
    return (Progress){.report = progress_bar_report, .context = bar};
}

void progress_bar_end(ProgressBar *bar)
{
    if (bar->any)
        fputs("\r\033[K", stderr);
    bar->any = false;
}
