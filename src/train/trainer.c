#include "train/trainer_parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/folder.h"
#include "base/memory.h"
#include "model/random_model.h"
#include "train/parts.h"
#include "train/recipe_tokenizer.h"

/* The recipe's config; its vocabulary is the tokenizer's, where it names none. */
static Status read_config(const cJSON *model, const Tokenizer *tokenizer, ModelConfig *config, Error *error)
{
    const Arch *arch;
    cJSON *json = cJSON_Duplicate(model, true);
    if (!json_member(json, "vocab_size"))
        cJSON_AddNumberToObject(json, "vocab_size", (double)tokenizer_vocabulary_size(tokenizer));
    Status status = arch_read_config(json, &arch, config, error);
    cJSON_Delete(json);
    return status;
}

/* GPT-2's token between texts serves where the config names none. */
static void complete_special_tokens(ModelConfig *config, const Tokenizer *tokenizer)
{
    static const char separator[] = "<|endoftext|>";
    int32_t id;
    if (!tokenizer_find(tokenizer, separator, sizeof separator - 1, &id))
        return;
    config->bos = config->bos < 0 ? id : config->bos;
    config->eos = config->eos < 0 ? id : config->eos;
}

static Status check_config(const Recipe *recipe, const ModelConfig *config, const Tokenizer *tokenizer, Error *error)
{
    int64_t size = (int64_t)tokenizer_vocabulary_size(tokenizer);
    if (size > config->vocab)
        return error_set(error, STATUS_BAD_DATA,
                         "%s: the tokenizer has %lld tokens, the model a vocab_size of %lld; raise it or leave it out",
                         recipe->name, (long long)size, (long long)config->vocab);
    if (recipe->context > config->context)
        return error_set(error, STATUS_OUT_OF_RANGE,
                         "%s: a context of %lld, but the model knows %lld positions; lower the one or raise the other",
                         recipe->name, (long long)recipe->context, (long long)config->context);
    if (config->bos >= config->vocab || config->eos >= config->vocab)
        return error_set(error, STATUS_OUT_OF_RANGE,
                         "%s: bos_token_id or eos_token_id is no token of the vocabulary; mend the model's config",
                         recipe->name);
    return STATUS_OK;
}

static Status make_model(Trainer *trainer, Tokenizer *tokenizer, Error *error)
{
    const Recipe *recipe = trainer->recipe;
    ModelConfig config;
    TRY(read_config(recipe->model, tokenizer, &config, error));
    complete_special_tokens(&config, tokenizer);
    TRY(check_config(recipe, &config, tokenizer, error));
    trainer->begin = (int32_t)config.bos;
    trainer->end = (int32_t)config.eos;
    const char *name = file_name(trainer->folder ? trainer->folder : recipe->name);
    return model_new_initial(&config, name, (uint64_t)recipe->seed, &recipe->initial, &trainer->model, error);
}

/* Fills tokenizer_json: from the file that the recipe names, or trained on the corpus. */
static Status get_tokenizer(Trainer *trainer, const DocumentSource *source, const Progress *progress, Error *error)
{
    enum { LARGEST = 1 << 28 };
    const char *path = trainer->recipe->tokenizer;
    if (path)
        return file_read(path, LARGEST, &trainer->tokenizer_json, error);
    return recipe_train_tokenizer(trainer->recipe, source, progress, &trainer->tokenizer_json, error);
}

static Status open_model(Trainer *trainer, Error *error)
{
    const Buffer *json = &trainer->tokenizer_json;
    const char *path = trainer->recipe->tokenizer;
    Tokenizer *tokenizer;
    TRY(tokenizer_parse(json->bytes, json->length, path ? file_name(path) : "tokenizer.json", &tokenizer, error));
    Status status = make_model(trainer, tokenizer, error);
    if (status == STATUS_OK)
        trainer->model->tokenizer = tokenizer;
    else
        tokenizer_free(tokenizer);
    return status;
}

static Status open_dataset(Trainer *trainer, const DocumentSource *source, double held_out, const Progress *progress,
                           Dataset **out, Error *error)
{
    const Recipe *recipe = trainer->recipe;
    DatasetOptions options = {
        .source = source,
        .tokenizer = trainer->model->tokenizer,
        .begin = trainer->begin,
        .end = trainer->end,
        .held_out = held_out,
        .context = recipe->context,
        .seed = (uint64_t)recipe->seed,
    };
    return dataset_new(&options, progress, out, error);
}

static uint64_t corpus_hash(const Trainer *trainer)
{
    uint64_t hash = dataset_facts(trainer->dataset).hash;
    for (int i = 0; i < trainer->recipe->curriculum_count; i++)
        if (trainer->stages[i])
            hash = hash * 0x100000001b3u ^ dataset_facts(trainer->stages[i]).hash;
    return hash;
}

CheckpointState trainer_state(Trainer *trainer)
{
    return (CheckpointState){
        .model = trainer->model,
        .optimizer = &trainer->optimizer,
        .tokenizer_json = &trainer->tokenizer_json,
        .recipe = trainer->recipe->text,
        .corpus_hash = corpus_hash(trainer),
        .step = trainer->step,
    };
}

static Status open_folder(Trainer *trainer, bool resume, Error *error)
{
    Buffer path = {0};
    TRY(folder_make(trainer->folder, error));
    folder_sweep(trainer->folder);
    bool has_one = checkpoint_find(trainer->folder, &path, NULL) == STATUS_OK;
    buffer_free(&path);
    if (!resume && has_one)
        return error_set(error, STATUS_USAGE,
                         "%s: holds a run already; go on with --resume, or name another folder with --out",
                         trainer->folder);
    if (!resume)
        return STATUS_OK;
    CheckpointState state = trainer_state(trainer);
    TRY(checkpoint_read(&state, trainer->folder, error));
    trainer->step = state.step;
    trainer->begun = true;
    return STATUS_OK;
}

/* Their documents are never held out: evaluation is about the whole corpus. */
static Status open_stages(Trainer *trainer, const TrainerOptions *options, Error *error)
{
    const Recipe *recipe = trainer->recipe;
    int64_t from = recipe->generator.documents;
    trainer->stages = memory_new((size_t)recipe->curriculum_count + 1, sizeof *trainer->stages);
    for (int i = 0; i < recipe->curriculum_count; i++) {
        DocumentSource source = {
            .make = options->make,
            .context = options->make_context,
            .made = recipe->curriculum[i].documents,
            .from = from,
        };
        if (source.made)
            TRY(open_dataset(trainer, &source, 0, options->progress, &trainer->stages[i], error));
        from += source.made;
    }
    return STATUS_OK;
}

/* Reads the corpus, for the tokenizer where that is to be trained, and for the data. */
static Status open_corpus(Trainer *trainer, const TrainerOptions *options, Error *error)
{
    const Recipe *recipe = trainer->recipe;
    DocumentSource source = {
        .paths = recipe->corpus.items,
        .path_count = recipe->corpus.count,
        .make = options->make,
        .context = options->make_context,
        .made = recipe->generator.documents,
    };
    if (source.made && !source.make)
        return error_set(error, STATUS_UNSUPPORTED, "%s: there is no generator here; list files", recipe->name);
    TRY(get_tokenizer(trainer, &source, options->progress, error));
    TRY(open_model(trainer, error));
    TRY(open_dataset(trainer, &source, recipe->evaluation.held_out, options->progress, &trainer->dataset, error));
    return open_stages(trainer, options, error);
}

static Status trainer_fill(Trainer *trainer, const TrainerOptions *options, Error *error)
{
    const Recipe *recipe = trainer->recipe;
    TRY(open_corpus(trainer, options, error));
    TRY(batch_init(&trainer->batch, recipe->batch, recipe->context, error));
    trainer->crew = crew_new(trainer->threads < recipe->batch ? trainer->threads : (int)recipe->batch);
    TRY(team_new(trainer->model, recipe->batch, recipe->context, trainer->crew, &trainer->team, error));
    TRY(optimizer_init(&trainer->optimizer, trainer->model, &recipe->adamw, recipe->decay_all, trainer->crew, error));
    trainer->part = memory_new((size_t)trainer->model->parameters.count + 1, sizeof *trainer->part);
    trainer->norms = memory_new((size_t)parts_count(trainer->model), sizeof *trainer->norms);
    parts_of_parameters(trainer->model, trainer->part);
    return trainer->folder ? open_folder(trainer, options->resume, error) : STATUS_OK;
}

Status trainer_new(const Recipe *recipe, const TrainerOptions *options, Trainer **out, Error *error)
{
    Trainer *trainer = memory_new(1, sizeof *trainer);
    trainer->recipe = recipe;
    trainer->folder = options->folder ? memory_copy_text(options->folder, strlen(options->folder)) : NULL;
    trainer->threads = options->threads;
    trainer->rate = -1;
    Status status = trainer_fill(trainer, options, error);
    if (status != STATUS_OK)
        trainer_free(trainer);
    *out = status == STATUS_OK ? trainer : NULL;
    return status;
}

void trainer_free(Trainer *trainer)
{
    if (!trainer)
        return;
    optimizer_free(&trainer->optimizer);
    team_free(trainer->team);
    crew_free(trainer->crew);
    batch_free(&trainer->batch);
    dataset_free(trainer->dataset);
    for (int i = 0; trainer->stages && i < trainer->recipe->curriculum_count; i++)
        dataset_free(trainer->stages[i]);
    free(trainer->stages);
    model_free(trainer->model);
    buffer_free(&trainer->tokenizer_json);
    free(trainer->part);
    free(trainer->norms);
    free(trainer->folder);
    free(trainer);
}

const Model *trainer_model(const Trainer *trainer)
{
    return trainer->model;
}

DatasetFacts trainer_facts(const Trainer *trainer)
{
    return dataset_facts(trainer->dataset);
}

int64_t trainer_step_count(const Trainer *trainer)
{
    return trainer->step;
}

bool trainer_is_done(const Trainer *trainer)
{
    return trainer->step >= trainer->recipe->schedule.steps;
}

void trainer_set_rate(Trainer *trainer, double rate)
{
    trainer->rate = rate;
}

double trainer_rate(const Trainer *trainer)
{
    return trainer->rate < 0 ? schedule_rate(&trainer->recipe->schedule, trainer->step) : trainer->rate;
}

static Status copy_numbers(const Trainer *trainer, Model *copy, Error *error)
{
    const Model *model = trainer->model;
    const Buffer *json = &trainer->tokenizer_json;
    for (int i = 0; i < model->parameters.count; i++)
        memcpy(copy->numbers[i], model->numbers[i], (size_t)model->parameters.list[i].count * sizeof(Real));
    return tokenizer_parse(json->bytes, json->length, "tokenizer.json", &copy->tokenizer, error);
}

Status trainer_copy_model(const Trainer *trainer, const char *name, Model **out, Error *error)
{
    TRY(model_new_random(&trainer->model->config, name, 0, out, error));
    Status status = copy_numbers(trainer, *out, error);
    if (status != STATUS_OK) {
        model_free(*out);
        *out = NULL;
    }
    return status;
}

void trainer_measure(Trainer *trainer)
{
    team_measure(trainer->team);
}

Profile trainer_profile(const Trainer *trainer)
{
    return team_profile(trainer->team);
}
