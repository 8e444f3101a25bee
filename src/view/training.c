/* Training: how a run goes, live, and how it went. */
#include <string.h>

#include "base/translate.h"
#include "figure/number.h"
#include "session/training_figure.h"
#include "train/parts.h"
#include "view/view.h"

/* state->mode: all pictures as far as there is room, or one of them.
 * state->row, ->column: the layer and the head whose attention is shown.
 * state->place: the step that one looks back at, plus one; 0: the newest, whatever that is. */
enum { MODE_ALL, MODE_FIRST, MODES = MODE_FIRST + TRAINING_PICTURES };

static const KeyHint keys[] = {
    {"Enter", N_("go/pause")}, {"← →", N_("look back")}, {"m", N_("picture")},
    {"[ ]", N_("head")},       {"{ }", N_("layer")},     {"+ -", N_("rate")},
    {"=", N_("schedule")},     {"t", N_("try it")},      {NULL, NULL},
};

/* The cursor's bounds are the model's layers and heads. */
static TrainingPlace place_of(const TrainingSight *sight, ViewState *state)
{
    view_clamp(state, (int)sight->model->config.layers, (int)sight->model->config.heads);
    bool back = state->place > 0 && state->place - 1 < sight->step;
    return (TrainingPlace){
        .step = back ? state->place - 1 : sight->step,
        .layer = state->row,
        .head = state->column,
    };
}

/* ---- looking back ---- */

/* The moments one can look back at: those whose patterns are kept, or all steps where no text is watched. */
static int64_t moment_count(const TrainingLog *log)
{
    return (int64_t)(log->pattern_count ? log->pattern_count : log->step_count);
}

static int64_t moment_step(const TrainingLog *log, int64_t index)
{
    return log->pattern_count ? log->patterns[index].step : log->steps[index].step;
}

/* The moment that a step belongs to; -1 where it is before all. */
static int64_t moment_of(const TrainingLog *log, int64_t step)
{
    if (log->pattern_count) {
        const TrainingPattern *pattern = training_log_pattern_at(log, step);
        return pattern ? pattern - log->patterns : -1;
    }
    const TrainingStep *found = training_log_step(log, step);
    return found ? found - log->steps : -1;
}

static const struct {
    Press press;
    int by;
} moves[] = {
    {PRESS_LEFT, -1}, {PRESS_RIGHT, 1}, {PRESS_PAGE_UP, -10}, {PRESS_PAGE_DOWN, 10}, {PRESS_HOME, -LOG_PATTERNS},
};

/* Moves by moments; beyond the last one, it is the newest step again. */
static void look_back(const TrainingSight *sight, ViewState *state, int by)
{
    int64_t count = moment_count(sight->log), step = place_of(sight, state).step;
    int64_t wanted = moment_of(sight->log, step) + by;
    wanted = wanted < 0 ? 0 : wanted;
    state->place = wanted < count ? moment_step(sight->log, wanted) + 1 : 0;
}

/* ---- keys ---- */

static bool choose_head(ViewState *state, Event event)
{
    static const struct {
        const char *key;
        int layers, heads;
    } choices[] = {
        {"[", 0, -1}, {"h", 0, -1}, {"]", 0, 1}, {"l", 0, 1}, {"{", -1, 0}, {"k", -1, 0}, {"}", 1, 0}, {"j", 1, 0},
    };
    for (size_t i = 0; i < sizeof choices / sizeof *choices; i++)
        if (event_is(event, choices[i].key)) {
            state->row += choices[i].layers;
            state->column += choices[i].heads;
            view_clamp(state, state->rows, state->columns);
            return true;
        }
    return false;
}

static Reaction change_rate(const TrainingSight *sight, double factor)
{
    char number[NUMBER_LENGTH];
    return reaction_command("train rate %s", number_precise(number, sight->rate * factor, 6));
}

static Reaction steer(const TrainingSight *sight, Event event)
{
    bool runs = sight->state == TRAINING_RUNS;
    if (event.press == PRESS_ENTER)
        return reaction_command(runs ? "train pause" : "train go");
    if (event_is(event, " "))
        return reaction_command("train step");
    if (event_is(event, "+"))
        return change_rate(sight, 2);
    if (event_is(event, "-"))
        return change_rate(sight, 0.5);
    if (event_is(event, "="))
        return reaction_command("train rate schedule");
    return reaction_unhandled;
}

static Reaction handle_run(const TrainingSight *sight, ViewState *state, Event event)
{
    place_of(sight, state);
    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++)
        if (moves[i].press == event.press) {
            look_back(sight, state, moves[i].by);
            return reaction_redraw;
        }
    if (event.press == PRESS_END) {
        state->place = 0;
        return reaction_redraw;
    }
    if (event_is(event, "m")) {
        state->mode = (state->mode + 1) % MODES;
        return reaction_redraw;
    }
    return choose_head(state, event) ? reaction_redraw : steer(sight, event);
}

static Reaction training_handle(const Session *session, ViewState *state, Event event)
{
    if (!session->training)
        return event.press == PRESS_ENTER ? reaction_command("train classroom") : reaction_unhandled;
    if (event_is(event, "t"))
        return reaction_command(session->aside ? "train back" : "train use");
    TrainingSight sight = training_look(session->training);
    Reaction reaction = handle_run(&sight, state, event);
    training_done(session->training);
    return reaction;
}

/* ---- the picture ---- */

static Status training_view_figure(const Session *session, ViewState *state, Figure *figure, Error *error)
{
    (void)error;
    if (!session->training) {
        view_nothing(
            figure,
            _("No model is being trained. Enter begins the recipe “classroom”, which learns to write English in "
              "a minute or two; or type : and then train classroom-ko, which learns Korean, or train "
              "RECIPE.json"));
        return STATUS_OK;
    }
    TrainingSight sight = training_look(session->training);
    TrainingPlace place = place_of(&sight, state);
    if (state->mode == MODE_ALL)
        training_figure_all(&sight, place, figure);
    else
        training_figure(&sight, (TrainingPicture)(state->mode - MODE_FIRST), place, figure);
    training_done(session->training);
    return STATUS_OK;
}

/* ---- the inspector ---- */

static void inspect_step(const TrainingStep *step, Buffer *out)
{
    char number[NUMBER_LENGTH];
    buffer_format(out, _("step %lld: loss %s"), (long long)step->step, number_precise(number, step->loss, 5));
    buffer_format(out, _(" · learning rate %s"), number_precise(number, step->rate, 3));
    buffer_format(out, _(" · gradient norm %s\n"), number_precise(number, step->norm, 4));
}

/* Where the norm comes from: "gradient norm 5 = √(3² + 4²)". */
static void inspect_norm(const TrainingLog *log, const TrainingStep *step, Buffer *out)
{
    char number[NUMBER_LENGTH];
    buffer_format(out, _("gradient norm %s ="), number_precise(number, step->norm, 6));
    for (int i = 0; i < log->parts; i++)
        buffer_format(out, "%s%s²", i ? " + " : " √(", number_precise(number, step->norms[i], 6));
    buffer_append_text(out, ")\n");
}

/* The newest text of that moment, on one line; where it begins with the watched text, which one knows, what follows. */
static void inspect_sample(const TrainingLog *log, int64_t step, const char *watched, Buffer *out)
{
    int64_t at = training_log_sample_step(log, step);
    for (size_t i = 0; i < log->sample_count; i++) {
        if (log->samples[i].step != at)
            continue;
        const char *text = log->samples[i].text;
        bool known = *watched && !strncmp(text, watched, strlen(watched));
        buffer_format(out, _("step %lld writes: %s"), (long long)at, known ? "…" : "");
        for (const char *c = known ? text + strlen(watched) : text; *c; c++)
            buffer_append(out, *c == '\n' ? " " : c, 1);
        buffer_append_text(out, "\n");
        return;
    }
}

static void training_inspect(const Session *session, const ViewState *state, Buffer *out)
{
    if (!session->training)
        return;
    TrainingSight sight = training_look(session->training);
    ViewState here = *state;
    TrainingPlace place = place_of(&sight, &here);
    const TrainingStep *step = training_log_step(sight.log, place.step);
    if (sight.state == TRAINING_FAILED)
        buffer_format(out, "✗ %s\n", sight.error);
    else if (step)
        inspect_step(step, out);
    else
        buffer_format(out, _("%s: no step is done yet; Enter goes, Space does one step\n"), sight.name);
    inspect_sample(sight.log, place.step, training_watched(session->training), out);
    if (step)
        inspect_norm(sight.log, step, out);
    training_done(session->training);
}

const View view_training = {
    .name = "training",
    .title = N_("Training"),
    .brief = N_("Train"),
    .keys = keys,
    .handle = training_handle,
    .figure = training_view_figure,
    .inspect = training_inspect,
};
