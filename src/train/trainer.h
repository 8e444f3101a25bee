/* Training a model by a recipe.
 *
 *     trainer_new(recipe, options, ...)       reads the corpus, makes the model, or goes on from a checkpoint
 *     trainer_run(trainer, &watch, ...)       steps to the end, or until somebody says stop
 *     trainer_step(trainer, &watch, ...)      or one step at a time: the same run
 *
 * All that is random comes from the recipe's seed and the number of a step. So a run that was killed and goes on from
 * its last checkpoint ends with the same weights, bit for bit, as one that was not (on the same processor, with as many
 * threads).
 *
 * The folder of a run, when it is done, is the model's folder: config.json, model.safetensors in the recipe's dtype,
 * tokenizer.json. Beside them lies the last checkpoint (checkpoint.h) and, in step-NNNNNN, each model that was kept.
 */
#ifndef TRAIN_TRAINER_H
#define TRAIN_TRAINER_H

#include "model/model.h"
#include "train/dataset.h"
#include "train/profile.h"
#include "train/recipe.h"

typedef struct Trainer Trainer;

typedef enum TrainEventKind {
    TRAIN_STEP,       /* after each step */
    TRAIN_EVALUATION, /* after each evaluation */
    TRAIN_SAMPLE,     /* a text that the model wrote */
    TRAIN_CHECKPOINT, /* something was written */
} TrainEventKind;

typedef struct TrainEvent {
    TrainEventKind kind;
    int64_t step, steps; /* done, and in all */
    int64_t tokens;      /* trained on since the first step, by earlier runs as well */
    double loss;         /* step: mean cross-entropy in nats; evaluation: the same on held-out data, NaN without any */
    double rate, norm;   /* step: learning rate; global norm of the gradients before clipping */
    const double *norms; /* step: [parts_count] the same of each part (parts.h); their squares add up to norm's */
    const char *text;    /* sample: prompt and continuation, bytes from a model; checkpoint: the folder */
    size_t length;       /* of text */
} TrainEvent;

/* Who watches. Either function may be NULL. */
typedef struct TrainWatch {
    void (*event)(void *context, const TrainEvent *event);
    bool (*stop)(void *context); /* asked after each step */
    void *context;
} TrainWatch;

typedef struct TrainerOptions {
    const char *folder; /* of the run; made where it is missing. NULL: the run writes nothing */
    bool resume;        /* go on from the folder's newest checkpoint; without it a folder that has one is an error */
    int threads;        /* at least 1 */
    DocumentMake *make; /* makes the documents of the recipe's generator; NULL: there is none */
    void *make_context;
    const Progress *progress; /* of reading the corpus; may be NULL */
} TrainerOptions;

/* The recipe must outlive the trainer. trainer_free it. */
Status trainer_new(const Recipe *recipe, const TrainerOptions *options, Trainer **out, Error *error);
void trainer_free(Trainer *trainer); /* NULL is fine */

/* Trains on. STATUS_OK: the training is done and the model written. STATUS_CANCELLED: stopped as was asked, with a
 * checkpoint. Any other: it failed; the newest checkpoint is whole. `watch` may be NULL. */
Status trainer_run(Trainer *trainer, const TrainWatch *watch, Error *error);

/* What a run does before its first step: evaluation and samples of the fresh model. trainer_run and trainer_step do it
 * where nobody has; a run that goes on from a checkpoint has it behind itself. */
Status trainer_begin(Trainer *trainer, const TrainWatch *watch, Error *error);

/* One step and what is due after it; after the last one, the model is written. OUT_OF_RANGE where the training is done.
 * watch->stop is not asked. */
Status trainer_step(Trainer *trainer, const TrainWatch *watch, Error *error);
bool trainer_is_done(const Trainer *trainer);

/* Writes a checkpoint now; without a folder, nothing. */
Status trainer_checkpoint(Trainer *trainer, const TrainWatch *watch, Error *error);

/* From now on all steps have this learning rate; below 0: the schedule's again. Nothing remembers it: a resumed run
 * has the schedule's. */
void trainer_set_rate(Trainer *trainer, double rate);
double trainer_rate(const Trainer *trainer); /* of the next step */

/* Between two steps: a model with the numbers of now and a tokenizer of its own. model_free it. */
Status trainer_copy_model(const Trainer *trainer, const char *name, Model **out, Error *error);

const Model *trainer_model(const Trainer *trainer);
DatasetFacts trainer_facts(const Trainer *trainer);
int64_t trainer_step_count(const Trainer *trainer); /* steps done */

/* From now on measures where the time goes; trainer_profile gives it, summed over threads. */
void trainer_measure(Trainer *trainer);
Profile trainer_profile(const Trainer *trainer);

#endif
