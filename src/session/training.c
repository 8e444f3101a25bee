#include "session/training_parts.h"

#include <omp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/translate.h"
#include "model/find.h"
#include "session/training_watch.h"
#include "train/parts.h"

/* A file, or data/recipes/NAME.json. */
static Status find_recipe(const char *name, Buffer *path, Error *error)
{
    Buffer part = {0};
    if (file_exists(name)) {
        buffer_append_text(path, name);
        return STATUS_OK;
    }
    buffer_format(&part, "recipes/%s.json", name);
    Status status = strchr(name, '/') ? STATUS_NOT_FOUND : data_find(part.bytes, path, NULL);
    buffer_free(&part);
    if (status == STATUS_OK)
        return STATUS_OK;
    return error_set(error, status,
                     _("train: %s is no recipe: neither a file nor among stepformer's recipes; name another"), name);
}

/* "classroom" of "data/recipes/classroom.json". */
static char *recipe_name(const char *path)
{
    static const char ending[] = ".json";
    const char *name = file_name(path);
    size_t length = strlen(name), cut = sizeof ending - 1;
    bool has_ending = length > cut && !strcmp(name + length - cut, ending);
    return memory_copy_text(name, has_ending ? length - cut : length);
}

/* The text that is watched to begin with: what the recipe's samples begin with. */
static void watch_first(Training *training)
{
    const TextArray *prompts = &training->recipe.samples.prompts;
    const char *text = prompts->count ? prompts->items[0] : "";
    Status status = training_watch_tokens(trainer_model(training->trainer), text, &training->watched, NULL);
    if (!*text || status != STATUS_OK)
        token_ids_free(&training->watched);
    training->watched_text = memory_copy_text(text, training->watched.count ? strlen(text) : 0);
}

static Status open_trainer(Training *training, bool resume, const Progress *progress, Error *error)
{
    const Recipe *recipe = &training->recipe;
    TRY(train_corpus_open(recipe, &training->corpus, error));
    TrainerOptions options = {
        .folder = training->folder,
        .resume = resume,
        .threads = recipe->threads ? (int)recipe->threads : omp_get_num_procs(),
        .make = training->corpus.corpus ? train_corpus_make : NULL,
        .make_context = &training->corpus,
        .progress = progress,
    };
    TRY(trainer_new(recipe, &options, &training->trainer, error));
    training->log.parts = parts_count(trainer_model(training->trainer));
    training->goal = training->step = trainer_step_count(training->trainer);
    watch_first(training);
    return training_start_thread(training, error);
}

static Status open_recipe(Training *training, const TrainingRequest *request, Error *error)
{
    Buffer path = {0};
    Status status = find_recipe(request->recipe, &path, error);
    if (status == STATUS_OK)
        status = recipe_open(path.bytes, &training->recipe, error);
    if (status == STATUS_OK)
        training->name = recipe_name(path.bytes);
    buffer_free(&path);
    return status;
}

Status training_open(const TrainingRequest *request, const Progress *progress, Training **out, Error *error)
{
    Training *training = memory_new(1, sizeof *training);
    *out = NULL;
    pthread_mutex_init(&training->lock, NULL);
    pthread_cond_init(&training->changed, NULL);
    training->rate = -1;
    if (request->folder)
        training->folder = memory_copy_text(request->folder, strlen(request->folder));
    Status status = open_recipe(training, request, error);
    if (status == STATUS_OK)
        status = open_trainer(training, request->resume, progress, error);
    if (status == STATUS_OK)
        *out = training;
    else
        training_free(training);
    return status;
}

static void end_thread(Training *training)
{
    pthread_mutex_lock(&training->lock);
    training->leaving = true;
    training_changed(training);
    pthread_mutex_unlock(&training->lock);
    if (training->has_thread)
        pthread_join(training->thread, NULL);
    training->has_thread = training->working = false;
}

void training_free(Training *training)
{
    if (!training)
        return;
    end_thread(training);
    trainer_free(training->trainer);
    train_corpus_free(&training->corpus);
    recipe_free(&training->recipe);
    training_log_free(&training->log);
    token_ids_free(&training->watched);
    pthread_cond_destroy(&training->changed);
    pthread_mutex_destroy(&training->lock);
    free(training->watched_text);
    free(training->name);
    free(training->folder);
    free(training);
}

/* ---- steering ---- */

static TrainingState state_of(const Training *training)
{
    if (training->status != STATUS_OK)
        return TRAINING_FAILED;
    if (training->step >= training->recipe.schedule.steps)
        return TRAINING_DONE;
    if (training->leaving)
        return TRAINING_STOPPED;
    return training->goal > training->step ? TRAINING_RUNS : TRAINING_RESTS;
}

static Status failure(const Training *training, Error *error)
{
    return error_set(error, training->status, "%s", training->error.message);
}

/* Why there can be no further steps. */
static Status check_can_go(const Training *training, Error *error)
{
    switch (state_of(training)) {
    case TRAINING_FAILED:
        return failure(training, error);
    case TRAINING_DONE:
        return error_set(error, STATUS_OUT_OF_RANGE,
                         _("train: all %lld steps are done; look at the model with train use, or begin anew"),
                         (long long)training->step);
    case TRAINING_STOPPED:
        return error_set(error, STATUS_OUT_OF_RANGE,
                         _("train: the run was stopped after step %lld; begin a run with train RECIPE"),
                         (long long)training->step);
    case TRAINING_RESTS:
    case TRAINING_RUNS:
        break;
    }
    return STATUS_OK;
}

Status training_go(Training *training, int64_t steps, Error *error)
{
    pthread_mutex_lock(&training->lock);
    Status status = check_can_go(training, error);
    int64_t left = training->recipe.schedule.steps - training->step;
    if (status == STATUS_OK) {
        training->goal = training->step + (steps == TRAINING_ALL_STEPS || steps > left ? left : steps);
        training_changed(training);
    }
    pthread_mutex_unlock(&training->lock);
    return status;
}

void training_pause(Training *training)
{
    pthread_mutex_lock(&training->lock);
    training->goal = training->step;
    training_changed(training);
    pthread_mutex_unlock(&training->lock);
}

/* Sleeps until something changes, at most for a moment; the lock is held before and afterwards. */
static void doze(Training *training)
{
    enum { MOMENT_NS = 20000000, SECOND_NS = 1000000000 };
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += MOMENT_NS;
    if (until.tv_nsec >= SECOND_NS) {
        until.tv_sec++;
        until.tv_nsec -= SECOND_NS;
    }
    pthread_cond_timedwait(&training->changed, &training->lock, &until);
}

static bool is_resting(const Training *training)
{
    return !training->working && (training->leaving || !training_has_work(training));
}

Status training_wait(Training *training, const Progress *progress, Error *error)
{
    bool goes_on = true;
    pthread_mutex_lock(&training->lock);
    int64_t from = training->step;
    while (goes_on && !is_resting(training)) {
        int64_t whole = training->goal - from, done = training->step - from;
        pthread_mutex_unlock(&training->lock);
        goes_on = progress_report(progress, whole > 0 ? (double)done / (double)whole : 0);
        pthread_mutex_lock(&training->lock);
        if (goes_on && !is_resting(training))
            doze(training);
    }
    Status status = training->status == STATUS_OK ? STATUS_OK : failure(training, error);
    if (!goes_on) {
        training->goal = training->step;
        status = error_set(error, STATUS_CANCELLED, _("train: paused after step %lld; go on with train go"),
                           (long long)training->step);
    }
    pthread_mutex_unlock(&training->lock);
    return status;
}

Status training_stop(Training *training, Error *error)
{
    pthread_mutex_lock(&training->lock);
    bool failed = training->status != STATUS_OK;
    pthread_mutex_unlock(&training->lock);
    end_thread(training);
    return failed || training->status == STATUS_OK ? STATUS_OK : failure(training, error);
}

void training_set_rate(Training *training, double rate)
{
    pthread_mutex_lock(&training->lock);
    training->rate = rate;
    training_changed(training);
    pthread_mutex_unlock(&training->lock);
}

Status training_watch(Training *training, const char *text, Error *error)
{
    TokenIds ids = {0};
    Status status = training_watch_tokens(trainer_model(training->trainer), text, &ids, error);
    if (status != STATUS_OK) {
        token_ids_free(&ids);
        return status;
    }
    pthread_mutex_lock(&training->lock);
    token_ids_free(&training->watched);
    training->watched = ids;
    training->watched_since++;
    training_log_clear_patterns(&training->log);
    training_changed(training);
    pthread_mutex_unlock(&training->lock);
    free(training->watched_text);
    training->watched_text = memory_copy_text(text, strlen(text));
    return STATUS_OK;
}

const char *training_watched(const Training *training)
{
    return training->watched_text;
}

Status training_copy_model(Training *training, const Progress *progress, Model **out, Error *error)
{
    pthread_mutex_lock(&training->lock);
    int64_t goal = training->goal;
    training->goal = training->step;
    pthread_mutex_unlock(&training->lock);
    Status status = training_wait(training, progress, error);
    if (status == STATUS_OK)
        status = trainer_copy_model(training->trainer, training->name, out, error);
    pthread_mutex_lock(&training->lock);
    training->goal = goal > training->step ? goal : training->step;
    training_changed(training);
    pthread_mutex_unlock(&training->lock);
    return status;
}

/* ---- looking ---- */

TrainingSight training_look(Training *training)
{
    const Schedule *schedule = &training->recipe.schedule;
    pthread_mutex_lock(&training->lock);
    bool by_hand = training->rate >= 0;
    return (TrainingSight){
        .state = state_of(training),
        .name = training->name,
        .folder = training->folder,
        .model = trainer_model(training->trainer),
        .facts = trainer_facts(training->trainer),
        .step = training->step,
        .steps = schedule->steps,
        .rate = by_hand ? training->rate : schedule_rate(schedule, training->step),
        .rate_by_hand = by_hand,
        .error = training->error.message,
        .log = &training->log,
        .watched = training->watched.ids,
        .watched_count = (int)training->watched.count,
    };
}

void training_done(Training *training)
{
    pthread_mutex_unlock(&training->lock);
}

int training_revision(Training *training)
{
    pthread_mutex_lock(&training->lock);
    int revision = training->revision;
    pthread_mutex_unlock(&training->lock);
    return revision;
}

bool training_is_running(Training *training)
{
    pthread_mutex_lock(&training->lock);
    bool runs = state_of(training) == TRAINING_RUNS;
    pthread_mutex_unlock(&training->lock);
    return runs;
}
