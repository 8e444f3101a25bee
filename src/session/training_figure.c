#include "session/training_figure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/translate.h"
#include "figure/number.h"
#include "session/loss_figure.h"
#include "session/token.h"
#include "train/parts.h"

enum { POINTS = 200 }; /* at most, of a line */

/* ---- over the steps ---- */

typedef double StepNumber(const TrainingStep *step, int part);

static double step_rate(const TrainingStep *step, int part)
{
    (void)part;
    return step->rate;
}

static double step_norm(const TrainingStep *step, int part)
{
    return step->norms[part];
}

/* A number of all steps, or where they are many, the means of pieces of them at each one's last step. */
static void add_steps(const TrainingLog *log, StepNumber *number, int part, const char *name, Figure *figure)
{
    size_t count = log->step_count < POINTS ? log->step_count : POINTS;
    float *x = memory_new(2 * count + 1, sizeof *x), *y = x + count;
    for (size_t i = 0; i < count; i++) {
        size_t from = log->step_count * i / count, to = log->step_count * (i + 1) / count;
        double sum = 0;
        for (size_t at = from; at < to; at++)
            sum += number(&log->steps[at], part);
        x[i] = (float)log->steps[to - 1].step;
        y[i] = (float)(sum / (double)(to - from));
    }
    if (count)
        figure_lines_series(figure, name, (int)count, x, y);
    free(x);
}

/* Where one looks back at: a line from the lowest to the highest loss. */
static void mark_step(const LossCurve *curve, int64_t step, Figure *figure)
{
    float x[] = {(float)step, (float)step}, y[] = {INFINITY, -INFINITY};
    for (size_t i = 0; i < curve->count; i++) {
        y[0] = fminf(y[0], (float)curve->points[i].loss);
        y[1] = fmaxf(y[1], (float)curve->points[i].loss);
    }
    if (curve->count)
        figure_lines_series(figure, "↕", 2, x, y); /* a word would not fit beside the other names */
}

static void draw_loss(const TrainingSight *sight, TrainingPlace place, Figure *figure)
{
    char number[NUMBER_LENGTH];
    const TrainingStep *step = training_log_step(sight->log, place.step);
    const LossPoint *held_out = training_log_held_out(sight->log, place.step);
    Buffer text = {0};
    loss_figure(&sight->log->history, POINTS, figure);
    figure->y.name = _("nats"); /* there may be little room */
    if (place.step < sight->step)
        mark_step(&sight->log->history.training, place.step, figure);
    training_state_text(sight, &text);
    figure_title(figure, _("Loss · %s"), buffer_text(&text));
    buffer_clear(&text);
    buffer_format(&text, _("step %lld"), (long long)place.step);
    if (step)
        buffer_format(&text, ": %s", number_precise(number, step->loss, 4));
    if (held_out)
        buffer_format(&text, _(" · held out %s"), number_precise(number, held_out->loss, 4));
    figure_subtitle(figure, "%s", sight->state == TRAINING_FAILED ? sight->error : buffer_text(&text));
    buffer_free(&text);
}

static void draw_rate(const TrainingSight *sight, TrainingPlace place, Figure *figure)
{
    char number[NUMBER_LENGTH];
    (void)place;
    figure_lines(figure, _("step"), "");
    figure_title(figure, _("Learning rate"));
    add_steps(sight->log, step_rate, 0, _("learning rate"), figure);
    number_precise(number, sight->rate, 3);
    if (sight->rate_by_hand)
        figure_subtitle(figure, _("next: %s, set by hand"), number);
    else
        figure_subtitle(figure, _("next: %s, by the schedule"), number);
}

static void draw_norms(const TrainingSight *sight, TrainingPlace place, Figure *figure)
{
    (void)place;
    figure_lines(figure, _("step"), _("norm"));
    figure_title(figure, _("Gradient norms over the steps"));
    figure->lines.log_y = true; /* the first steps' are huge */
    for (int part = 0; part < sight->log->parts; part++) {
        char name[PART_NAME_LENGTH];
        add_steps(sight->log, step_norm, part, parts_name(name, part, sight->log->parts), figure);
    }
}

/* ---- at one step ---- */

static void draw_gradients(const TrainingSight *sight, TrainingPlace place, Figure *figure)
{
    int parts = sight->log->parts;
    char number[NUMBER_LENGTH];
    const TrainingStep *step = training_log_step(sight->log, place.step);
    char(*names)[PART_NAME_LENGTH] = memory_new((size_t)parts, sizeof *names);
    const char **labels = memory_new((size_t)parts, sizeof *labels);
    float *norms = memory_new((size_t)parts, sizeof *norms);
    for (int i = 0; i < parts; i++) {
        labels[i] = parts_name(names[i], i, parts);
        norms[i] = step ? (float)step->norms[i] : NAN;
    }
    figure_bars(figure, _("part"), labels, parts);
    figure_bars_series(figure, _("norm"), norms);
    figure_title(figure, _("Gradient norms by part"));
    if (step)
        figure_subtitle(figure, _("step %lld: %s in all"), (long long)step->step,
                        number_precise(number, step->norm, 4));
    else
        figure_subtitle(figure, _("no step is done yet"));
    free(norms);
    free(labels);
    free(names);
}

static void say_instead(Figure *figure, const char *text)
{
    figure_text(figure);
    figure->text.wrap = true;
    figure_text_line(figure);
    figure_span(figure, STYLE_PENDING, "%s", text);
}

static void label_tokens(const TrainingSight *sight, Figure *figure)
{
    int count = sight->watched_count;
    const char **labels = arena_new(&figure->arena, (size_t)count, sizeof *labels);
    Buffer text = {0};
    for (int i = 0; i < count; i++) {
        buffer_clear(&text);
        token_show(sight->model, sight->watched[i], &text);
        labels[i] = arena_text(&figure->arena, buffer_text(&text), text.length);
    }
    figure_axis_x(figure, "key", labels, count);
    figure_axis_y(figure, "query", labels, count);
    buffer_free(&text);
}

static void draw_attention(const TrainingSight *sight, TrainingPlace place, Figure *figure)
{
    int count = sight->watched_count, heads = (int)sight->model->config.heads;
    const TrainingPattern *pattern = training_log_pattern_at(sight->log, place.step);
    figure_title(figure, _("Attention · layer %d head %d"), place.layer, place.head);
    if (!count) {
        say_instead(figure, _("No text is watched. Type : and then train watch TEXT"));
        return;
    }
    if (pattern)
        figure_subtitle(figure, _("after step %lld"), (long long)pattern->step);
    size_t tile = (size_t)count * (size_t)count, at = (size_t)(place.layer * heads + place.head) * tile;
    figure_matrix(figure, count, count, pattern ? pattern->numbers + at : NULL, count, 1);
    figure_value_name(figure, _("attention"));
    label_tokens(sight, figure);
    for (int query = 0; pattern && query < count; query++)
        for (int key = query + 1; key < count; key++)
            figure_cell_state(figure, &figure->matrix, query, key, CELL_MASKED);
}

static void add_sample(const TrainingSample *sample, Figure *figure)
{
    figure_text_line(figure);
    figure_span(figure, STYLE_EMPHASIS, _("step %lld"), (long long)sample->step);
    for (const char *line = sample->text; *line; line += strcspn(line, "\n") + (line[strcspn(line, "\n")] == '\n')) {
        figure_text_line(figure);
        figure_span(figure, STYLE_NORMAL, "%.*s", (int)strcspn(line, "\n"), line);
    }
}

/* Those of the newest step first, and of one step in their order. */
static void draw_samples(const TrainingSight *sight, TrainingPlace place, Figure *figure)
{
    enum { SHOWN = 40 };
    const TrainingLog *log = sight->log;
    figure_text(figure);
    figure->text.wrap = true;
    figure_title(figure, _("What the model writes"));
    int shown = 0;
    for (int64_t step = training_log_sample_step(log, place.step); step >= 0 && shown < SHOWN;
         step = training_log_sample_step(log, step - 1))
        for (size_t i = 0; i < log->sample_count; i++)
            if (log->samples[i].step == step) {
                add_sample(&log->samples[i], figure);
                shown++;
            }
    if (!shown)
        say_instead(figure, _("No samples yet: the recipe says when there are any, and how they begin."));
}

/* ---- all ---- */

void training_figure(const TrainingSight *sight, TrainingPicture picture, TrainingPlace place, Figure *figure)
{
    static void (*const draw[])(const TrainingSight *sight, TrainingPlace place, Figure *figure) = {
#define TRAINING_PICTURE_DRAW(id, name) [TRAINING_##id] = draw_##name,
        TRAINING_PICTURE_LIST(TRAINING_PICTURE_DRAW)
#undef TRAINING_PICTURE_DRAW
    };
    draw[picture](sight, place, figure);
}

void training_figure_all(const TrainingSight *sight, TrainingPlace place, Figure *figure)
{
    figure_panels(figure, TRAINING_PICTURES);
    figure->panels.folds = true;
    for (int i = 0; i < TRAINING_PICTURES; i++)
        training_figure(sight, (TrainingPicture)i, place, &figure->panels.figures[i]);
}

void training_state_text(const TrainingSight *sight, Buffer *out)
{
    static const char *const texts[] = {
        [TRAINING_RESTS] = N_("paused at step %lld of %lld"),
        [TRAINING_RUNS] = N_("running, step %lld of %lld"),
        [TRAINING_DONE] = N_("done: step %lld of %lld"),
        [TRAINING_STOPPED] = N_("stopped at step %lld of %lld"),
        [TRAINING_FAILED] = N_("failed after step %lld of %lld"),
    };
    buffer_format(out, _(texts[sight->state]), (long long)sight->step, (long long)sight->steps);
}
