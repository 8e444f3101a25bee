#include "cli/train_view.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/clock.h"
#include "cli/print.h"
#include "draw/cells.h"
#include "session/loss_figure.h"

enum { RECENT_STEPS = 20, CURVE_HEIGHT = 12, BAR_WIDTH = 24 };

static const double seconds_a_frame = 0.25;

void train_view_init(TrainView *view, const Options *options, int64_t first_step)
{
    *view = (TrainView){.options = options, .first_step = first_step, .step = first_step};
    view->live = isatty(STDOUT_FILENO);
    view->started = clock_seconds();
}

/* ---- words ---- */

static double tokens_per_second(const TrainView *view)
{
    double seconds = clock_seconds() - view->started;
    double of_this_run = (double)(view->step - view->first_step) / (double)view->step;
    return seconds > 0 ? of_this_run * (double)view->tokens / seconds : 0;
}

static void append_loss(const char *name, double loss, Buffer *out)
{
    if (!isnan(loss))
        buffer_format(out, "  %s %.4f", name, loss);
}

static void append_facts(const TrainView *view, Buffer *out)
{
    append_loss("loss", history_recent(&view->history.training, RECENT_STEPS), out);
    append_loss("held out", history_recent(&view->history.held_out, 1), out);
    if (view->step > view->first_step)
        buffer_format(out, "  %.0f tokens/s", tokens_per_second(view));
}

/* "1:02:03 left", by the speed so far. */
static void append_time_left(const TrainView *view, Buffer *out)
{
    int64_t done = view->step - view->first_step;
    if (!done || view->step == view->steps)
        return;
    double each = (clock_seconds() - view->started) / (double)done;
    int64_t seconds = (int64_t)(each * (double)(view->steps - view->step) + 0.5);
    buffer_format(out, "  %" PRId64 ":%02d:%02d left", seconds / 3600, (int)(seconds / 60 % 60), (int)(seconds % 60));
}

/* ---- on a terminal ---- */

static int screen_width(void)
{
    enum { USUAL = 80, LEAST = 20, MOST = 100 };
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) || !size.ws_col)
        return USUAL;
    return size.ws_col < LEAST ? LEAST : size.ws_col > MOST ? MOST : size.ws_col;
}

/* Takes the live part off the screen, so that lines for good can follow. */
static void erase(TrainView *view)
{
    if (view->drawn_lines)
        printf("\033[%dA\r\033[J", view->drawn_lines);
    view->drawn_lines = 0;
}

static void append_curve(const TrainView *view, int width, Buffer *out)
{
    Figure figure;
    figure_init(&figure);
    loss_figure(&view->history, width, &figure);
    cells_text(&figure, width, CURVE_HEIGHT, out);
    figure_free(&figure);
}

static void append_bar(const TrainView *view, Buffer *out)
{
    int cells = view->steps ? (int)(view->step * BAR_WIDTH / view->steps) : 0;
    buffer_append_text(out, "[");
    for (int i = 0; i < BAR_WIDTH; i++)
        buffer_append_text(out, i < cells ? "#" : ".");
    buffer_format(out, "] %" PRId64 "/%" PRId64, view->step, view->steps);
}

static void draw(TrainView *view)
{
    int width = screen_width() - 1;
    Buffer out = {0};
    if (view->history.training.count > 1)
        append_curve(view, width, &out);
    append_bar(view, &out);
    append_time_left(view, &out);
    buffer_append_text(&out, "\n");
    append_facts(view, &out);
    buffer_append_text(&out, "\n");
    erase(view);
    for (size_t i = 0; i < out.length; i++)
        view->drawn_lines += out.bytes[i] == '\n';
    print_buffer(&out);
    fflush(stdout);
    view->drawn_at = clock_seconds();
}

/* ---- lines for good ---- */

static void print_evaluation(const TrainView *view)
{
    Buffer out = {0};
    buffer_format(&out, "step %" PRId64 "/%" PRId64, view->step, view->steps);
    append_facts(view, &out);
    print_buffer(&out);
}

static void print_sample(const TrainView *view, const TrainEvent *event)
{
    printf("--- step %" PRId64 "\n", event->step);
    print_text(view->options, event->text, event->length);
    printf("\n---\n");
}

static void print_written(const TrainEvent *event)
{
    Buffer out = {0};
    buffer_append_text(&out, "wrote ");
    buffer_append_visible(&out, event->text, event->length);
    print_buffer(&out);
}

void train_view_event(TrainView *view, const TrainEvent *event)
{
    history_add(&view->history, event);
    view->tokens = event->tokens;
    view->step = event->step;
    view->steps = event->steps;
    if (view->live && event->kind != TRAIN_STEP)
        erase(view);
    if (event->kind == TRAIN_EVALUATION && !view->live)
        print_evaluation(view);
    if (event->kind == TRAIN_SAMPLE)
        print_sample(view, event);
    if (event->kind == TRAIN_CHECKPOINT)
        print_written(event);
    bool now = !view->drawn_lines || clock_seconds() - view->drawn_at >= seconds_a_frame;
    if (view->live && now)
        draw(view);
    fflush(stdout);
}

void train_view_free(TrainView *view)
{
    if (view->live && view->steps)
        draw(view);
    history_free(&view->history);
}
