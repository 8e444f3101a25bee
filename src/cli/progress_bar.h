/* A bar on the terminal that grows with a long piece of work; nothing where standard error is no terminal.
 *
 *     ProgressBar bar = progress_bar("counting words");
 *     Progress progress = progress_bar_part(&bar, 0, 0.5);   the work that takes it from there to here
 *     ...
 *     progress_bar_end(&bar);
 */
#ifndef CLI_PROGRESS_BAR_H
#define CLI_PROGRESS_BAR_H

#include "base/progress.h"

typedef struct ProgressBar {
    const char *what;
    double from, to;   /* what 0 and 1 of the present work mean for the bar */
    double drawn_at;   /* seconds on the clock */
    bool visible, any; /* is there a terminal; has anything been drawn */
} ProgressBar;

ProgressBar progress_bar(const char *what);
Progress progress_bar_part(ProgressBar *bar, double from, double to);

/* Takes the bar off the terminal. */
void progress_bar_end(ProgressBar *bar);

#endif
