/* From a key to the last byte of the frame that answers it, in every view over a long text. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/translate.h"
#include "cli/bench.h"
#include "cli/bench_terminal.h"
#include "cli/clock.h"
#include "view/view.h"

enum { WIDTH = 200, HEIGHT = 60, TOKENS = 256, KEYS = 100, KEYS_QUICK = 4, SILENCE = 20, PATIENCE = 300 };

typedef struct Answers {
    double seconds[VIEW_COUNT * KEYS];
    int count;
} Answers;

/* Presses arrows here and there; what changes nothing on the screen has no answer. */
static void press(const BenchTerminal *terminal, int keys, Answers *answers)
{
    static const char *const arrows[] = {"\033OB", "\033OC", "\033OB", "\033OC", "\033OA", "\033OD"};
    for (int i = 0; i < keys; i++) {
        double begin = clock_seconds();
        bench_terminal_type(terminal, arrows[i % 6]);
        double last = bench_terminal_read(terminal, SILENCE, PATIENCE);
        if (last > 0)
            answers->seconds[answers->count++] = last - begin;
    }
}

static int compare(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

/* The answer that 99 of 100 are not slower than; at least one is needed. */
static double percentile_99(const double *seconds, int count)
{
    double sorted[VIEW_COUNT * KEYS];
    memcpy(sorted, seconds, (size_t)count * sizeof *sorted);
    qsort(sorted, (size_t)count, sizeof *sorted, compare);
    return sorted[(int)ceil(0.99 * count) - 1];
}

static void text_command(const Model *model, Buffer *out)
{
    int32_t ids[TOKENS];
    int64_t context = model->config.context, count = context < TOKENS ? context : TOKENS;
    bench_tokens(model, ids, count);
    buffer_append_text(out, "prompt --ids ");
    for (int64_t i = 0; i < count; i++)
        buffer_format(out, "%s%d", i ? "," : "", ids[i]);
}

static Status measure_view(Bench *bench, const View *view, const char *text, Answers *all, Error *error)
{
    enum { SETTLED = 300, START = 20000 };
    BenchTerminal terminal;
    char show[64], key[32];
    snprintf(show, sizeof show, "show %s", view->name);
    snprintf(key, sizeof key, "key_%s", view->name);
    BenchTerminalStart start = {bench->model->folder, {text, "finish", show}, WIDTH, HEIGHT};
    TRY(bench_terminal_start(&terminal, &start, error));
    int first = all->count;
    if (bench_terminal_read(&terminal, SETTLED, START) > 0)
        press(&terminal, bench->quick ? KEYS_QUICK : KEYS, all);
    bench_terminal_stop(&terminal);
    if (all->count > first)
        bench_record(bench, key, 1e3 * percentile_99(all->seconds + first, all->count - first), "ms",
                     _("a key in %s, 99th percentile"), view->name);
    else
        bench_skip(bench, key, view->name, _("no key was answered"));
    return STATUS_OK;
}

Status bench_keys(Bench *bench, Error *error)
{
    if (!bench->has_folder) {
        bench_skip(bench, "key", _("a key's frame"), _("no model folder; name one with --model DIR"));
        return STATUS_OK;
    }
    Answers all = {0};
    Buffer text = {0};
    Status status = STATUS_OK;
    text_command(bench->model, &text);
    for (int i = 0; views[i] && status == STATUS_OK; i++)
        status = measure_view(bench, views[i], text.bytes, &all, error);
    if (all.count)
        bench_record(bench, "key", 1e3 * percentile_99(all.seconds, all.count), "ms",
                     _("a key in any view, %d×%d, 99th percentile"), WIDTH, HEIGHT);
    buffer_free(&text);
    return status;
}
