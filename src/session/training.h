/* A training run that a person watches: a trainer in a thread of its own, which does as many steps as it is told to.
 *
 *     training_open               reads recipe and corpus; the run rests before its first step
 *     training_go, _pause         says how far to go on; returns at once
 *     training_wait               until the run rests
 *     training_look ... _done     what it has shown so far
 *     training_free               ends it after its current step, with a checkpoint where it has a folder
 *
 * The thread alone touches the trainer while it works. What it has to say lies under a lock, which it holds for moments
 * only: looking never waits for a step. All functions here are for one thread, the session's.
 */
#ifndef SESSION_TRAINING_H
#define SESSION_TRAINING_H

#include "base/progress.h"
#include "session/training_log.h"

typedef struct Training Training;

typedef struct TrainingRequest {
    const char *recipe; /* a path, or the name of one among stepformer's data: "classroom" */
    const char *folder; /* that the run writes to; NULL: none, it writes nothing */
    bool resume;        /* go on from the folder's checkpoint */
} TrainingRequest;

typedef enum TrainingState {
    TRAINING_RESTS, /* it can go on */
    TRAINING_RUNS,
    TRAINING_DONE,    /* all steps of its recipe */
    TRAINING_STOPPED, /* for good */
    TRAINING_FAILED,
} TrainingState;

/* A run as it is at one moment. The pointers are good until training_done. */
typedef struct TrainingSight {
    TrainingState state;
    const char *name; /* of the recipe: "classroom" */
    const char *folder;
    const Model *model; /* sizes and tokenizer; its numbers are changing */
    DatasetFacts facts;
    int64_t step, steps; /* done, in all */
    double rate;         /* of the next step */
    bool rate_by_hand;
    const char *error; /* FAILED: why */
    const TrainingLog *log;
    const int32_t *watched; /* [watched_count]: tokens whose attention the log's patterns show */
    int watched_count;
} TrainingSight;

enum { TRAINING_ALL_STEPS = -1, WATCHED_TOKENS = 64 };

/* Reading a corpus takes a while. CANCELLED where `progress` says so. training_free it. */
Status training_open(const TrainingRequest *request, const Progress *progress, Training **out, Error *error);
void training_free(Training *training); /* NULL is fine */

/* Goes on for so many steps, no more than there are. OUT_OF_RANGE where it is done or stopped; a run that failed gives
 * its error. */
Status training_go(Training *training, int64_t steps, Error *error);
void training_pause(Training *training); /* after the current step */

/* Waits until the run rests, is done or has failed, which is its error. Where `progress` says stop, it pauses and
 * does not wait any longer: CANCELLED. */
Status training_wait(Training *training, const Progress *progress, Error *error);

/* Ends the run; what it has shown stays. An error is the checkpoint's. */
Status training_stop(Training *training, Error *error);

/* From the next step on; below 0: the recipe's schedule again. */
void training_set_rate(Training *training, double rate);

/* From now on shows this text's attention: at most WATCHED_TOKENS tokens. */
Status training_watch(Training *training, const char *text, Error *error);
const char *training_watched(const Training *training); /* the text; "" for none */

/* Pauses for a moment and copies the model with its numbers of now. model_free it. */
Status training_copy_model(Training *training, const Progress *progress, Model **out, Error *error);

/* Looks: nothing changes until training_done, which must come soon. */
TrainingSight training_look(Training *training);
void training_done(Training *training);

/* Grows whenever there is something new to see. */
int training_revision(Training *training);
bool training_is_running(Training *training);

#endif
