#include "session/training_parts.h"

#include <signal.h>
#include <stdlib.h>

#include "base/translate.h"
#include "session/training_watch.h"

void training_changed(Training *training)
{
    training->revision++;
    pthread_cond_broadcast(&training->changed);
}

static void on_event(void *context, const TrainEvent *event)
{
    Training *training = context;
    pthread_mutex_lock(&training->lock);
    training_log_event(&training->log, event);
    training_changed(training);
    pthread_mutex_unlock(&training->lock);
}

static void set_outcome(Training *training, Status status, const Error *error)
{
    pthread_mutex_lock(&training->lock);
    training->step = trainer_step_count(training->trainer);
    if (status != STATUS_OK && training->status == STATUS_OK) {
        training->status = status;
        training->error = *error;
    }
    training_changed(training);
    pthread_mutex_unlock(&training->lock);
}

/* Shows how the watched text is attended to now, if that is wanted after this step. */
static void look_at_watched(Training *training)
{
    TokenIds ids = {0};
    float *numbers = NULL;
    pthread_mutex_lock(&training->lock);
    int64_t step = training->step;
    int since = training->watched_since;
    if (training_log_wants(&training->log, step))
        for (size_t i = 0; i < training->watched.count; i++)
            token_ids_append(&ids, training->watched.ids[i]);
    pthread_mutex_unlock(&training->lock);
    if (ids.count)
        numbers = training_watch_patterns(trainer_model(training->trainer), ids.ids, (int64_t)ids.count);
    token_ids_free(&ids);
    pthread_mutex_lock(&training->lock);
    if (numbers && since == training->watched_since) {
        training_log_pattern(&training->log, step, numbers);
        numbers = NULL;
        training_changed(training);
    }
    pthread_mutex_unlock(&training->lock);
    free(numbers);
}

bool training_has_work(const Training *training)
{
    bool look = training->watched.count && !training->log.pattern_count;
    return training->status == STATUS_OK && (look || training->goal > training->step);
}

/* Rests until there is work; false: it is time to leave. Says whether that is a step, with which rate. */
static bool await_work(Training *training, bool *step, double *rate)
{
    pthread_mutex_lock(&training->lock);
    training->working = false;
    training_changed(training);
    while (!training->leaving && !training_has_work(training))
        pthread_cond_wait(&training->changed, &training->lock);
    training->working = true;
    *step = training->goal > training->step;
    *rate = training->rate;
    bool stays = !training->leaving;
    pthread_mutex_unlock(&training->lock);
    return stays;
}

static void *training_live(void *argument)
{
    Training *training = argument;
    const TrainWatch watch = {.event = on_event, .context = training};
    Error error = {0};
    bool step;
    double rate;
    set_outcome(training, trainer_begin(training->trainer, &watch, &error), &error);
    look_at_watched(training);
    while (await_work(training, &step, &rate)) {
        trainer_set_rate(training->trainer, rate);
        if (step)
            set_outcome(training, trainer_step(training->trainer, &watch, &error), &error);
        look_at_watched(training);
    }
    if (training->status == STATUS_OK && !trainer_is_done(training->trainer) && training->step)
        set_outcome(training, trainer_checkpoint(training->trainer, &watch, &error), &error);
    return NULL;
}

/* Signals are for the thread that waits for them. */
Status training_start_thread(Training *training, Error *error)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    training->working = true;
    training->has_thread = !pthread_create(&training->thread, NULL, training_live, training);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (!training->has_thread)
        return error_set(error, STATUS_NO_MEMORY, _("train: the system gives no thread; end other programs"));
    return STATUS_OK;
}
