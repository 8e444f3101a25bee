/* What the trainer's two files share: trainer.c makes one, trainer_run.c runs it. */
#ifndef TRAIN_TRAINER_PARTS_H
#define TRAIN_TRAINER_PARTS_H

#include "train/checkpoint.h"
#include "train/team.h"
#include "train/trainer.h"

struct Trainer {
    const Recipe *recipe;
    char *folder; /* NULL: nothing is written */
    int threads;
    Model *model; /* its numbers are the ones that training changes */
    Buffer tokenizer_json;
    int32_t begin, end; /* tokens around a document */
    Dataset *dataset;
    Dataset **stages; /* [recipe->curriculum_count]; NULL: the whole corpus */
    Crew *crew;
    Team *team;
    Batch batch;
    Optimizer optimizer;
    int *part;     /* [parameters]: which part each belongs to */
    double *norms; /* [parts]: of the newest step's gradients */
    double rate;   /* set by hand; below 0: the schedule's */
    bool begun;    /* what comes before the first step is done */
    int64_t step;  /* done */
};

/* All that a checkpoint holds. */
CheckpointState trainer_state(Trainer *trainer);

#endif
