#include "train/trainer.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/folder.h"
#include "base/memory.h"
#include "model/random_model.h"
#include "train/checkpoint.h"
#include "train/clip.h"
#include "train/recipe_tokenizer.h"
#include "train/sample.h"
#include "train/team.h"

struct Trainer {
    const Recipe *recipe;
    char *folder;
    int threads;
    Model *model; /* its numbers are the ones that training changes */
    Buffer tokenizer_json;
    int32_t begin, end; /* tokens around a document */
    Dataset *dataset;
    Crew *crew;
    Team *team;
    Batch batch;
    Optimizer optimizer;
    int64_t step;   /* done */
    int64_t tokens; /* since trainer_run began */
};

/* ---- making one ---- */

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
    return model_new_random(&config, file_name(trainer->folder), (uint64_t)recipe->seed, &trainer->model, error);
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

static Status open_dataset(Trainer *trainer, const DocumentSource *source, const Progress *progress, Error *error)
{
    const Recipe *recipe = trainer->recipe;
    DatasetOptions options = {
        .source = source,
        .tokenizer = trainer->model->tokenizer,
        .begin = trainer->begin,
        .end = trainer->end,
        .held_out = recipe->evaluation.held_out,
        .context = recipe->context,
        .seed = (uint64_t)recipe->seed,
    };
    return dataset_new(&options, progress, &trainer->dataset, error);
}

static CheckpointState trainer_state(Trainer *trainer)
{
    return (CheckpointState){
        .model = trainer->model,
        .optimizer = &trainer->optimizer,
        .tokenizer_json = &trainer->tokenizer_json,
        .recipe = trainer->recipe->text,
        .corpus_hash = dataset_facts(trainer->dataset).hash,
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
    return open_dataset(trainer, &source, options->progress, error);
}

static Status trainer_fill(Trainer *trainer, const TrainerOptions *options, Error *error)
{
    const Recipe *recipe = trainer->recipe;
    TRY(open_corpus(trainer, options, error));
    TRY(batch_init(&trainer->batch, recipe->batch, recipe->context, error));
    trainer->crew = crew_new(trainer->threads < recipe->batch ? trainer->threads : (int)recipe->batch);
    TRY(team_new(trainer->model, recipe->batch, recipe->context, trainer->crew, &trainer->team, error));
    TRY(optimizer_init(&trainer->optimizer, trainer->model, &recipe->adamw, recipe->decay_all, trainer->crew, error));
    return open_folder(trainer, options->resume, error);
}

Status trainer_new(const Recipe *recipe, const TrainerOptions *options, Trainer **out, Error *error)
{
    Trainer *trainer = memory_new(1, sizeof *trainer);
    trainer->recipe = recipe;
    trainer->folder = memory_copy_text(options->folder, strlen(options->folder));
    trainer->threads = options->threads;
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
    model_free(trainer->model);
    buffer_free(&trainer->tokenizer_json);
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

void trainer_measure(Trainer *trainer)
{
    team_measure(trainer->team);
}

Profile trainer_profile(const Trainer *trainer)
{
    return team_profile(trainer->team);
}

/* ---- running ---- */

static void tell(const Trainer *trainer, const TrainWatch *watch, TrainEvent event)
{
    if (!watch || !watch->event)
        return;
    event.step = trainer->step;
    event.steps = trainer->recipe->schedule.steps;
    event.tokens = trainer->tokens;
    watch->event(watch->context, &event);
}

/* The mean loss over all batches of a step, whose gradients add up. */
static double run_batches(Trainer *trainer)
{
    int64_t batches = trainer->recipe->gradient_accumulation;
    double loss = 0;
    for (int64_t i = 0; i < batches; i++) {
        dataset_batch(trainer->dataset, trainer->step * batches + i, &trainer->batch);
        loss += team_run(trainer->team, &trainer->batch, (Real *const *const *)trainer->optimizer.gradients);
        trainer->tokens += trainer->batch.sequences * trainer->batch.context;
    }
    return loss / (double)batches;
}

static Status run_step(Trainer *trainer, const TrainWatch *watch, Error *error)
{
    const Recipe *recipe = trainer->recipe;
    double mean = 1 / (double)recipe->gradient_accumulation;
    double rate = schedule_rate(&recipe->schedule, trainer->step);
    double loss = run_batches(trainer), norm = mean * optimizer_gather(&trainer->optimizer);
    if (!isfinite(loss) || !isfinite(norm))
        return error_set(error, STATUS_OUT_OF_RANGE,
                         "training: the loss of step %" PRId64 " is no number any more; lower the learning rate",
                         trainer->step + 1);
    optimizer_step(&trainer->optimizer, trainer->step + 1, rate, mean * clip_scale(norm, recipe->clip_norm));
    trainer->step++;
    tell(trainer, watch, (TrainEvent){.kind = TRAIN_STEP, .loss = loss, .rate = rate, .norm = norm});
    return STATUS_OK;
}

static void evaluate(Trainer *trainer, const TrainWatch *watch)
{
    int64_t sequences = dataset_facts(trainer->dataset).held_out_sequences, counted = 0;
    if (sequences > trainer->recipe->evaluation.sequences)
        sequences = trainer->recipe->evaluation.sequences;
    double sum = 0; /* 0 / 0 where nothing is held out */
    for (int64_t first = 0; first < sequences; first += trainer->batch.sequences) {
        dataset_held_out(trainer->dataset, first, &trainer->batch);
        sum += team_run(trainer->team, &trainer->batch, NULL) * (double)trainer->batch.counted;
        counted += trainer->batch.counted;
    }
    tell(trainer, watch, (TrainEvent){.kind = TRAIN_EVALUATION, .loss = sum / (double)counted});
}

static Status sample(Trainer *trainer, const TrainWatch *watch, Error *error)
{
    const Recipe *recipe = trainer->recipe;
    for (int i = 0; i < recipe->samples.prompts.count; i++) {
        SampleRequest request = {
            .prompt = recipe->samples.prompts.items[i],
            .begin = trainer->begin,
            .end = trainer->end,
            .tokens = recipe->samples.tokens,
            .settings = sampler_defaults,
            .threads = trainer->threads,
        };
        request.settings.temperature = recipe->samples.temperature;
        request.settings.seed = (uint64_t)(recipe->seed + trainer->step + i);
        Buffer text = {0};
        Status status = sample_text(trainer->model, &request, &text, error);
        if (status == STATUS_OK)
            tell(trainer, watch, (TrainEvent){.kind = TRAIN_SAMPLE, .text = buffer_text(&text), .length = text.length});
        buffer_free(&text);
        TRY(status);
    }
    return STATUS_OK;
}

static void tell_written(Trainer *trainer, const TrainWatch *watch, const char *path)
{
    tell(trainer, watch, (TrainEvent){.kind = TRAIN_CHECKPOINT, .text = path, .length = strlen(path)});
}

static Status write_checkpoint(Trainer *trainer, const TrainWatch *watch, Error *error)
{
    CheckpointState state = trainer_state(trainer);
    Buffer path = {0};
    Status status = checkpoint_write(&state, trainer->folder, &path, error);
    if (status == STATUS_OK)
        tell_written(trainer, watch, path.bytes);
    buffer_free(&path);
    return status;
}

/* Is this one of the steps whose model the recipe wants to keep? */
static bool is_kept(const Trainer *trainer)
{
    for (int i = 0; i < trainer->recipe->checkpoints.keep_count; i++)
        if (trainer->recipe->checkpoints.keep[i] == trainer->step)
            return true;
    return false;
}

static Status write_kept(Trainer *trainer, const TrainWatch *watch, Error *error)
{
    char name[32];
    CheckpointState state = trainer_state(trainer);
    Buffer path = {0};
    snprintf(name, sizeof name, "step-%06" PRId64, trainer->step);
    Status status = checkpoint_write_model(&state, trainer->recipe->dtype, trainer->folder, name, &path, error);
    if (status == STATUS_OK)
        tell_written(trainer, watch, path.bytes);
    buffer_free(&path);
    return status;
}

static bool is_due(const Trainer *trainer, int64_t every)
{
    return trainer->step == trainer->recipe->schedule.steps || (every && trainer->step % every == 0);
}

/* What is to be done between two steps. */
static Status between_steps(Trainer *trainer, const TrainWatch *watch, bool stop, Error *error)
{
    const Recipe *recipe = trainer->recipe;
    if (is_due(trainer, recipe->evaluation.every))
        evaluate(trainer, watch);
    if (recipe->samples.every && is_due(trainer, recipe->samples.every))
        TRY(sample(trainer, watch, error));
    if (is_kept(trainer))
        TRY(write_kept(trainer, watch, error));
    if (stop || (trainer->step && is_due(trainer, recipe->checkpoints.every)))
        TRY(write_checkpoint(trainer, watch, error));
    return STATUS_OK;
}

static Status finish(Trainer *trainer, const TrainWatch *watch, Error *error)
{
    CheckpointState state = trainer_state(trainer);
    TRY(checkpoint_finish(&state, trainer->recipe->dtype, trainer->folder, error));
    tell_written(trainer, watch, trainer->folder);
    return STATUS_OK;
}

Status trainer_run(Trainer *trainer, const TrainWatch *watch, Error *error)
{
    trainer->tokens = 0;
    if (!trainer->step)
        TRY(between_steps(trainer, watch, false, error));
    while (trainer->step < trainer->recipe->schedule.steps) {
        TRY(run_step(trainer, watch, error));
        bool stop = watch && watch->stop && watch->stop(watch->context);
        TRY(between_steps(trainer, watch, stop, error));
        if (stop && trainer->step < trainer->recipe->schedule.steps)
            return error_set(error, STATUS_CANCELLED,
                             "training: stopped after step %" PRId64 " of %" PRId64 "; go on with --resume",
                             trainer->step, trainer->recipe->schedule.steps);
    }
    return finish(trainer, watch, error);
}
