/* What a training run's two files share: training.c is the session's side, training_thread.c the thread's. */
#ifndef SESSION_TRAINING_PARTS_H
#define SESSION_TRAINING_PARTS_H

#include <pthread.h>

#include "session/train_corpus.h"
#include "session/training.h"

struct Training {
    char *name, *folder; /* folder NULL: none */
    Recipe recipe;
    TrainCorpus corpus;
    Trainer *trainer;
    char *watched_text;
    pthread_t thread;
    bool has_thread;

    pthread_mutex_t lock; /* for all that follows */
    pthread_cond_t changed;
    int64_t goal;      /* go on to this step */
    bool leaving;      /* end as soon as possible */
    bool working;      /* the thread has the trainer */
    double rate;       /* set by hand; below 0: the schedule's */
    TokenIds watched;  /* the tokens of watched_text */
    int watched_since; /* grows with every change of them */
    int64_t step;      /* done */
    Status status;     /* of the run */
    Error error;
    TrainingLog log;
    int revision;
};

/* Under the lock: there is something new, for those who wait or look. */
void training_changed(Training *training);

/* Under the lock: does the thread have something to do? */
bool training_has_work(const Training *training);

/* Starts the thread, with all else in place; joined by training.c. */
Status training_start_thread(Training *training, Error *error);

#endif
