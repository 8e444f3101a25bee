/* Checkpoints: what a killed run goes on from.
 *
 *     FOLDER/checkpoint-000500/
 *         config.json, model.safetensors (F32), tokenizer.json    a model folder like any other
 *         optimizer.safetensors                                   "m.NAME" and "v.NAME" of every parameter
 *         trainer.json                                            step, recipe, what the corpus was
 *
 * A checkpoint is written under a temporary name and renamed, and only then are older ones removed: there is always a
 * whole one. The newest is the one with the highest step.
 */
#ifndef TRAIN_CHECKPOINT_H
#define TRAIN_CHECKPOINT_H

#include "train/optimizer.h"

/* A training run's state, as far as it cannot be computed anew. */
typedef struct CheckpointState {
    const Model *model;
    Optimizer *optimizer;
    const Buffer *tokenizer_json;
    const char *recipe;   /* recipe->text */
    uint64_t corpus_hash; /* DatasetFacts.hash */
    int64_t step;         /* steps done */
} CheckpointState;

/* Writes FOLDER/checkpoint-STEP, where it is not there already, and removes those of other steps. Appends its path. */
Status checkpoint_write(const CheckpointState *state, const char *folder, Buffer *path, Error *error);

/* Appends the path of the newest checkpoint; NOT_FOUND where FOLDER has none. */
Status checkpoint_find(const char *folder, Buffer *path, Error *error);

/* Fills the model's numbers, the optimiser and state->step from the newest checkpoint. One of another recipe or corpus
 * is an error. */
Status checkpoint_read(CheckpointState *state, const char *folder, Error *error);

/* Writes FOLDER/NAME, a model folder alone, in one step; one that is there is left as it is. Appends its path. */
Status checkpoint_write_model(const CheckpointState *state, Dtype dtype, const char *folder, const char *name,
                              Buffer *path, Error *error);

/* Makes FOLDER itself a model folder: its files are written whole elsewhere and then moved to their places. */
Status checkpoint_finish(const CheckpointState *state, Dtype dtype, const char *folder, Error *error);

#endif
