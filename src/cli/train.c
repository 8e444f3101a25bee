#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/translate.h"
#include "cli/cli.h"
#include "cli/clock.h"
#include "cli/computer.h"
#include "cli/progress_bar.h"
#include "cli/train_profile.h"
#include "cli/train_view.h"
#include "session/train_corpus.h"
#include "train/trainer.h"

/* A training run and those who watch it. */
typedef struct Training {
    const Options *options;
    Recipe recipe;
    TrainCorpus corpus;
    Trainer *trainer;
    TrainView view;
    int threads;
    FILE *log; /* NULL: none */
    bool log_failed;
} Training;

/* SIGINT and SIGTERM wait until somebody asks: nothing is torn apart, and no handler needs a global variable. */
static void hold_signals(int how)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigprocmask(how, &set, NULL);
}

/* Takes one that waits. */
static bool take_signal(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    return sigtimedwait(&set, NULL, &(struct timespec){0}) > 0;
}

static void on_event(void *context, const TrainEvent *event)
{
    Training *training = context;
    train_view_event(&training->view, event);
    if (!training->log)
        return;
    Buffer line = {0};
    history_append_line(event, &line);
    fwrite(buffer_text(&line), 1, line.length, training->log);
    training->log_failed |= fflush(training->log) != 0;
    buffer_free(&line);
}

static bool should_stop(void *context)
{
    const Training *training = context;
    return training->log_failed || take_signal();
}

/* RECIPE.json makes the folder RECIPE. */
static void run_folder(const Options *options, Buffer *folder)
{
    static const char ending[] = ".json";
    const char *name = file_name(options->words[0]);
    size_t length = strlen(name);
    if (option_given(options, OPTION_OUT)) {
        buffer_append_text(folder, options->text[OPTION_OUT]);
        return;
    }
    bool ends = length > sizeof ending - 1 && !strcmp(name + length - (sizeof ending - 1), ending);
    buffer_append(folder, name, ends ? length - (sizeof ending - 1) : length);
    if (!ends)
        buffer_append_text(folder, "-model");
}

static Status open_log(Training *training, Error *error)
{
    const char *path = training->options->text[OPTION_LOG];
    if (!path)
        return STATUS_OK;
    training->log = fopen(path, option_given(training->options, OPTION_RESUME) ? "a" : "w");
    if (!training->log)
        return error_set(error, STATUS_IO, _("%s: cannot be written; check the path"), path);
    return STATUS_OK;
}

static bool report_reading(void *context, double done)
{
    const Progress *bar = context;
    return progress_report(bar, done) && !take_signal();
}

static Status open_trainer(Training *training, const char *folder, Error *error)
{
    int64_t threads = training->recipe.threads ? training->recipe.threads : computer_threads();
    TRY(option_int(training->options, OPTION_THREADS, 1, 1024, threads, &threads, error));
    training->threads = (int)threads;
    ProgressBar bar = progress_bar("reading the corpus");
    Progress drawing = progress_bar_part(&bar, 0, 1);
    Progress progress = {.report = report_reading, .context = &drawing};
    TrainerOptions options = {
        .folder = folder,
        .resume = option_given(training->options, OPTION_RESUME),
        .threads = training->threads,
        .make = training->corpus.corpus ? train_corpus_make : NULL,
        .make_context = &training->corpus,
        .progress = &progress,
    };
    Status status = trainer_new(&training->recipe, &options, &training->trainer, error);
    progress_bar_end(&bar);
    return status;
}

static void print_facts(const Training *training, const char *folder)
{
    const Model *model = trainer_model(training->trainer);
    DatasetFacts facts = trainer_facts(training->trainer);
    Buffer name = {0};
    int64_t parameters = 0;
    for (int i = 0; i < model->parameters.count; i++)
        parameters += model->parameters.list[i].count;
    buffer_append_visible(&name, folder, strlen(folder));
    printf("%s: %s with %lld parameters\n", buffer_text(&name), model->config.model_type, (long long)parameters);
    printf("corpus: %lld documents, %lld tokens; held out: %lld documents, %lld tokens\n", (long long)facts.documents,
           (long long)facts.tokens, (long long)facts.held_out_documents, (long long)facts.held_out_tokens);
    buffer_free(&name);
}

static Status train(Training *training, const char *folder, Error *error)
{
    TRY(train_corpus_open(&training->recipe, &training->corpus, error));
    TRY(open_trainer(training, folder, error));
    TRY(open_log(training, error));
    print_facts(training, folder);
    bool measures = option_given(training->options, OPTION_PROFILE);
    if (measures)
        trainer_measure(training->trainer);
    TrainWatch watch = {.event = on_event, .stop = should_stop, .context = training};
    train_view_init(&training->view, training->options, trainer_step_count(training->trainer));
    double start = clock_seconds();
    Status status = trainer_run(training->trainer, &watch, error);
    train_view_free(&training->view);
    if (measures) {
        Profile profile = trainer_profile(training->trainer);
        train_profile_print(&profile, clock_seconds() - start, training->threads);
    }
    if (training->log_failed)
        return error_set(error, STATUS_IO, _("%s: cannot be written; check the free space, and go on with --resume"),
                         training->options->text[OPTION_LOG]);
    return status;
}

static Status run(const Options *options, Error *error)
{
    Training training = {.options = options};
    Buffer folder = {0};
    TRY(recipe_open(options->words[0], &training.recipe, error));
    run_folder(options, &folder);
    hold_signals(SIG_BLOCK);
    Status status = train(&training, folder.bytes, error);
    hold_signals(SIG_UNBLOCK);
    if (training.log)
        fclose(training.log);
    trainer_free(training.trainer);
    train_corpus_free(&training.corpus);
    recipe_free(&training.recipe);
    buffer_free(&folder);
    return status;
}

static const OptionId accepted[] = {OPTION_RESUME,  OPTION_OUT, OPTION_LOG,  OPTION_PROFILE,
                                    OPTION_THREADS, OPTION_RAW, OPTION_HELP, OPTION_END};

const Subcommand cli_train = {
    .name = "train",
    .arguments = "RECIPE.json",
    .help = N_("train a model by a recipe: corpus, tokenizer, sizes, steps"),
    .example = "stepformer train recipe.json --out my-model --log run.jsonl",
    .least = 1,
    .most = 1,
    .options = accepted,
    .run = run,
};
