#include "train/recipe_tokenizer.h"

#include "text/bpe_train.h"

/* Documents on their way to the trainer. */
typedef struct Feeding {
    BpeTrainer *trainer;
    const Progress *progress;
    int64_t left; /* documents that are still wanted; below 0: all */
} Feeding;

static Status feed(void *context, const char *text, size_t length, double done, Error *error)
{
    Feeding *feeding = context;
    if (!feeding->left)
        return STATUS_OK;
    feeding->left--;
    if (!progress_report(feeding->progress, done))
        return error_set(error, STATUS_CANCELLED, "tokenizer: training was stopped; start again");
    return bpe_trainer_add(feeding->trainer, text, length, NULL, error);
}

static BpeTrainSettings settings_of(const Recipe *recipe)
{
    return (BpeTrainSettings){
        .limits = {.vocabulary = (size_t)recipe->tokenizer_training.vocabulary,
                   .least_count = recipe->tokenizer_training.min_frequency,
                   .across_characters = recipe->tokenizer_training.across_characters},
        .special = recipe->tokenizer_training.special.items,
        .special_count = (size_t)recipe->tokenizer_training.special.count,
        .single_digits = recipe->tokenizer_training.single_digits,
    };
}

Status recipe_train_tokenizer(const Recipe *recipe, const DocumentSource *source, const Progress *progress,
                              Buffer *json, Error *error)
{
    BpeTrainSettings settings = settings_of(recipe);
    int64_t documents = recipe->tokenizer_training.documents;
    Feeding feeding = {.progress = progress, .left = documents ? documents : -1};
    TRY(bpe_trainer_new(&settings, &feeding.trainer, error));
    Status status = documents_read_source(source, feed, &feeding, error);
    if (status == STATUS_OK)
        status = bpe_trainer_finish(feeding.trainer, progress, json, error);
    bpe_trainer_free(feeding.trainer);
    return status;
}
