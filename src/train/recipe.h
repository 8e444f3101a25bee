/* A recipe: all that decides how a model is trained, as a JSON file says it.
 *
 *     {
 *       "model": {"model_type": "gpt2", "n_layer": 4, ...} or "path/to/config.json",
 *       "tokenizer": "tokenizer.json" or {"train": {"vocabulary": 2048, ...}},
 *       "corpus": ["stories.txt", "facts.jsonl"] or {"files": [...], "generator": {"documents": 60000, "seed": 1}},
 *       "context": 128, "batch": 16, "steps": 2000,
 *       "schedule": {"kind": "cosine", "learning_rate": 1e-3, "min_learning_rate": 1e-4, "warmup_steps": 100},
 *       ...
 *     }
 *
 * recipe.c's tables name every key with its bounds; an unknown one is an error. Paths are relative to the recipe's
 * folder. Recipes are read whole before anything is trained.
 */
#ifndef TRAIN_RECIPE_H
#define TRAIN_RECIPE_H

#include "base/arena.h"
#include "base/json.h"
#include "model/random_model.h"
#include "tensor/dtype.h"
#include "train/adamw.h"
#include "train/schedule.h"

typedef struct TextArray {
    const char *const *items;
    int count;
} TextArray;

/* Stages of a run may learn from documents of one kind, or of a few, alone: the first ones so that what is needed
 * everywhere is learnt first (Bengio et al., "Curriculum Learning", 2009), the last one to practise what is hard. Their
 * documents are the generator's behind its own and those of earlier stages. A stage without kinds learns from the whole
 * corpus, as the steps behind all stages do. */
typedef struct CurriculumStage {
    TextArray kinds;          /* which take turns; none: the whole corpus */
    const char *language;     /* NULL: as the corpus */
    int64_t steps, documents; /* 0 documents where there are no kinds */
} CurriculumStage;

typedef struct Recipe {
    const char *name;      /* the file's name, for messages */
    const char *text;      /* the recipe as canonical JSON: what a resumed run must have in common with the first */
    cJSON *model;          /* config.json's content; "vocab_size" may be missing: then it is the tokenizer's */
    const char *tokenizer; /* path of a tokenizer.json; NULL: one is trained on the corpus */
    struct {
        int64_t vocabulary, min_frequency;     /* tokens; of a pair that is merged: see text/bpe_train.h */
        bool single_digits, across_characters; /* likewise */
        TextArray special;                     /* get the ids from 0 on */
        int64_t documents;                     /* learn from the first so many alone; 0: from all */
    } tokenizer_training;
    TextArray corpus; /* paths of text files: see documents.h */
    struct {
        int64_t documents, seed;     /* that a generator adds to the files; 0 documents: none */
        const char *kind, *language; /* which of those that it knows; NULL: all */
    } generator;
    const CurriculumStage *curriculum; /* [curriculum_count] */
    int curriculum_count;

    int64_t seed;
    InitialWeights initial;
    int64_t context, batch;        /* tokens of a sequence, sequences of a batch */
    int64_t gradient_accumulation; /* batches of a step */
    Schedule schedule;
    AdamW adamw;
    bool decay_all;   /* weight decay on norms, biases and embeddings too */
    double clip_norm; /* 0: none */
    double dropout;   /* see dropout.h; 0: none */
    int64_t threads;  /* 0: one per processor */
    Dtype dtype;      /* of the weights in the finished model folder */

    struct {
        int64_t every;     /* steps; 0: only at the end */
        int64_t sequences; /* at most */
        double held_out;   /* share of the documents; 0: no evaluation */
    } evaluation;
    struct {
        int64_t every;       /* steps; 0: only at the end */
        const int64_t *keep; /* [keep_count]: steps whose model is kept for good; 0: before the first step */
        int keep_count;
    } checkpoints;
    struct {
        int64_t every; /* steps; 0: never */
        int64_t tokens;
        double temperature;
        TextArray prompts;
    } samples;

    Arena arena;
} Recipe;

/* Reads a recipe file. Errors name the key. recipe_free it; after an error there is nothing to free. */
Status recipe_open(const char *path, Recipe *out, Error *error);

/* The same from memory; paths are relative to `folder`, messages call the recipe `name`. */
Status recipe_parse(const char *text, size_t length, const char *folder, const char *name, Recipe *out, Error *error);

void recipe_free(Recipe *recipe);

#endif
