/* One command for a run: what it is told to do is the first word; any other first word names a recipe. */
#include <stdio.h>
#include <string.h>

#include "base/translate.h"
#include "command/arguments.h"
#include "figure/number.h"
#include "session/trained.h"

/* "step 20 of 600 · loss 3.21 · held out 3.4 · learning rate 0.003" */
static void say_state(Session *session)
{
    Buffer *out = &session->output;
    char number[NUMBER_LENGTH];
    TrainingSight sight = training_look(session->training);
    const TrainingStep *step = training_log_step(sight.log, sight.step);
    const LossPoint *held_out = training_log_held_out(sight.log, sight.step);
    buffer_format(out, _("step %lld of %lld"), (long long)sight.step, (long long)sight.steps);
    if (step)
        buffer_format(out, _(" · loss %s"), number_precise(number, step->loss, 5));
    if (held_out)
        buffer_format(out, _(" · held out %s"), number_precise(number, held_out->loss, 5));
    buffer_format(out, _(" · learning rate %s\n"), number_precise(number, sight.rate, 3));
    training_done(session->training);
}

static void say_facts(Session *session)
{
    TrainingSight sight = training_look(session->training);
    int64_t parameters = 0;
    for (int i = 0; i < sight.model->parameters.count; i++)
        parameters += sight.model->parameters.list[i].count;
    buffer_format(&session->output, _("%s: %s with %lld parameters · %lld documents, %lld tokens · %lld steps\n"),
                  sight.name, sight.model->config.model_type, (long long)parameters, (long long)sight.facts.documents,
                  (long long)sight.facts.tokens, (long long)sight.steps);
    training_done(session->training);
}

/* ---- what a run can be told ---- */

static Status train_go(Session *session, const Arguments *arguments, Error *error)
{
    int64_t steps = TRAINING_ALL_STEPS;
    TRY(arguments_int(arguments, 1, "train go", 1, INT32_MAX, &steps, error));
    return training_go(session->training, steps, error);
}

static Status train_step(Session *session, const Arguments *arguments, Error *error)
{
    int64_t steps = 1;
    TRY(arguments_int(arguments, 1, "train step", 1, INT32_MAX, &steps, error));
    training_pause(session->training);
    TRY(training_wait(session->training, &session->progress, error));
    TRY(training_go(session->training, steps, error));
    TRY(training_wait(session->training, &session->progress, error));
    say_state(session);
    return STATUS_OK;
}

static Status train_pause(Session *session, const Arguments *arguments, Error *error)
{
    (void)arguments;
    training_pause(session->training);
    TRY(training_wait(session->training, &session->progress, error));
    say_state(session);
    return STATUS_OK;
}

static Status train_stop(Session *session, const Arguments *arguments, Error *error)
{
    (void)arguments;
    TRY(training_stop(session->training, error));
    say_state(session);
    return STATUS_OK;
}

static Status train_rate(Session *session, const Arguments *arguments, Error *error)
{
    enum { SCHEDULE = -1, MOST = 100 };
    double rate = SCHEDULE;
    if (arguments->count < 2)
        return error_set(error, STATUS_USAGE, _("train rate: something is missing; write train rate R, or schedule"));
    if (strcmp(arguments->words[1], "schedule") != 0) {
        TRY(arguments_number(arguments, 1, "train rate", &rate, error));
        if (!(rate >= 0 && rate <= MOST))
            return error_set(error, STATUS_OUT_OF_RANGE, _("train rate: %g is out of range; give 0 to %d, or schedule"),
                             rate, MOST);
    }
    training_set_rate(session->training, rate);
    return STATUS_OK;
}

static Status train_watch(Session *session, const Arguments *arguments, Error *error)
{
    const char *text = arguments->rest + strlen("watch");
    text += strspn(text, " \t");
    if (!*text)
        return error_set(error, STATUS_USAGE, _("train watch: something is missing; write train watch TEXT"));
    return training_watch(session->training, text, error);
}

static Status train_use(Session *session, const Arguments *arguments, Error *error)
{
    (void)arguments;
    TRY(session_take_trained(session, error));
    buffer_format(&session->output, _("this is the model in training, as it is now; train back brings %s again\n"),
                  session->aside->model->name);
    return STATUS_OK;
}

static Status train_back(Session *session, const Arguments *arguments, Error *error)
{
    (void)arguments;
    return session_take_back(session, error);
}

/* One row each: the word, what may follow it, and whether there must be a run. */
static const struct {
    const char *word;
    int most; /* words in all; -1: any number */
    bool needs_run;
    Status (*run)(Session *session, const Arguments *arguments, Error *error);
} verbs[] = {
    {"go", 2, true, train_go},     {"pause", 1, true, train_pause}, {"step", 2, true, train_step},
    {"stop", 1, true, train_stop}, {"rate", 2, true, train_rate},   {"watch", -1, true, train_watch},
    {"use", 1, true, train_use},   {"back", 1, false, train_back},
};

enum { VERBS = sizeof verbs / sizeof *verbs };

static const char *train_choice(int index)
{
    return index < VERBS ? verbs[index].word : NULL;
}

/* ---- beginning ---- */

/* RECIPE [--out DIR [--resume]] */
static Status read_request(const Arguments *arguments, TrainingRequest *request, Error *error)
{
    *request = (TrainingRequest){.recipe = arguments->words[0]};
    for (int i = 1; i < arguments->count; i++) {
        const char *word = arguments->words[i];
        if (!strcmp(word, "--resume"))
            request->resume = true;
        else if (!strcmp(word, "--out") && i + 1 < arguments->count)
            request->folder = arguments->words[++i];
        else
            return error_set(error, STATUS_USAGE,
                             _("train: %s is not known here; write train RECIPE --out DIR --resume"), word);
    }
    if (request->resume && !request->folder)
        return error_set(error, STATUS_USAGE, _("train: --resume goes on in a folder; name it with --out DIR"));
    return STATUS_OK;
}

static Status begin(Session *session, const Arguments *arguments, Error *error)
{
    TrainingRequest request;
    TRY(read_request(arguments, &request, error));
    TRY(session_train(session, &request, error));
    snprintf(session->focus.view, sizeof session->focus.view, "training");
    say_facts(session);
    return STATUS_OK;
}

static Status train_run(Session *session, const Arguments *arguments, Error *error)
{
    const char *word = arguments->count ? arguments->words[0] : NULL;
    for (int i = 0; word && i < VERBS; i++) {
        if (strcmp(word, verbs[i].word) != 0)
            continue;
        if (verbs[i].needs_run && !session->training)
            return error_set(error, STATUS_NOT_FOUND,
                             _("train %s: nothing is being trained; begin a run, as with train classroom"), word);
        if (verbs[i].most >= 0 && arguments->count > verbs[i].most)
            return error_set(error, STATUS_USAGE, _("train %s: too many words; help train lists what there is"), word);
        return verbs[i].run(session, arguments, error);
    }
    if (word)
        return begin(session, arguments, error);
    if (!session->training)
        return error_set(error, STATUS_NOT_FOUND,
                         _("train: nothing is being trained; begin a run, as with train classroom"));
    say_state(session);
    return STATUS_OK;
}

const Command command_train = {
    .name = "train",
    .arguments = "RECIPE|step [N]|go|pause|rate R|watch TEXT|use|back|stop",
    .help = N_("train a model: begin by a recipe, do steps, change the learning rate, try the model and go back"),
    .kind = ARGUMENT_CHOICE,
    .least = 0,
    .most = -1,
    .choice = train_choice,
    .run = train_run,
};
