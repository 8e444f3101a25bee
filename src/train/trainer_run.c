#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "train/clip.h"
#include "train/parts.h"
#include "train/sample.h"
#include "train/trainer_parts.h"

static int64_t tokens_a_step(const Recipe *recipe)
{
    return recipe->gradient_accumulation * recipe->batch * recipe->context;
}

static void tell(const Trainer *trainer, const TrainWatch *watch, TrainEvent event)
{
    if (!watch || !watch->event)
        return;
    event.step = trainer->step;
    event.steps = trainer->recipe->schedule.steps;
    event.tokens = trainer->step * tokens_a_step(trainer->recipe);
    watch->event(watch->context, &event);
}

/* What this step learns from: its stage of the curriculum, or the whole corpus. */
static Dataset *step_dataset(const Trainer *trainer)
{
    const Recipe *recipe = trainer->recipe;
    int64_t end = 0;
    for (int i = 0; i < recipe->curriculum_count; i++) {
        end += recipe->curriculum[i].steps;
        if (trainer->step < end)
            return trainer->stages[i] ? trainer->stages[i] : trainer->dataset;
    }
    return trainer->dataset;
}

/* The mean loss over all batches of a step, whose gradients add up. */
static double run_batches(Trainer *trainer)
{
    int64_t batches = trainer->recipe->gradient_accumulation;
    double loss = 0;
    for (int64_t i = 0; i < batches; i++) {
        int64_t number = trainer->step * batches + i;
        Dropout dropout = {.rate = trainer->recipe->dropout,
                           .seed = (uint64_t)trainer->recipe->seed << 40 ^ (uint64_t)number};
        dataset_batch(step_dataset(trainer), number, &trainer->batch);
        loss += team_run(trainer->team, &trainer->batch, &dropout, (Real *const *const *)trainer->optimizer.gradients);
    }
    return loss / (double)batches;
}

/* The norm of each part of the gradients that were gathered. */
static void measure_parts(Trainer *trainer, double mean)
{
    int count = parts_count(trainer->model);
    memset(trainer->norms, 0, (size_t)count * sizeof *trainer->norms);
    optimizer_add_squares(&trainer->optimizer, trainer->part, trainer->norms);
    for (int i = 0; i < count; i++)
        trainer->norms[i] = mean * sqrt(trainer->norms[i]);
}

static Status run_step(Trainer *trainer, const TrainWatch *watch, Error *error)
{
    const Recipe *recipe = trainer->recipe;
    double mean = 1 / (double)recipe->gradient_accumulation, rate = trainer_rate(trainer);
    double loss = run_batches(trainer), norm = mean * optimizer_gather(&trainer->optimizer);
    measure_parts(trainer, mean);
    if (!isfinite(loss) || !isfinite(norm))
        return error_set(error, STATUS_OUT_OF_RANGE,
                         "training: the loss of step %" PRId64 " is no number any more; lower the learning rate",
                         trainer->step + 1);
    optimizer_step(&trainer->optimizer, trainer->step + 1, rate, mean * clip_scale(norm, recipe->clip_norm));
    trainer->step++;
    TrainEvent event = {.kind = TRAIN_STEP, .loss = loss, .rate = rate, .norm = norm, .norms = trainer->norms};
    tell(trainer, watch, event);
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
        sum += team_run(trainer->team, &trainer->batch, NULL, NULL) * (double)trainer->batch.counted;
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

Status trainer_checkpoint(Trainer *trainer, const TrainWatch *watch, Error *error)
{
    CheckpointState state = trainer_state(trainer);
    Buffer path = {0};
    if (!trainer->folder)
        return STATUS_OK;
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
    if (trainer->folder && is_kept(trainer))
        TRY(write_kept(trainer, watch, error));
    if (stop || (trainer->step && is_due(trainer, recipe->checkpoints.every)))
        TRY(trainer_checkpoint(trainer, watch, error));
    return STATUS_OK;
}

static Status finish(Trainer *trainer, const TrainWatch *watch, Error *error)
{
    if (!trainer->folder)
        return STATUS_OK;
    CheckpointState state = trainer_state(trainer);
    TRY(checkpoint_finish(&state, trainer->recipe->dtype, trainer->folder, error));
    tell_written(trainer, watch, trainer->folder);
    return STATUS_OK;
}

Status trainer_begin(Trainer *trainer, const TrainWatch *watch, Error *error)
{
    if (trainer->begun)
        return STATUS_OK;
    trainer->begun = true;
    return between_steps(trainer, watch, false, error);
}

Status trainer_step(Trainer *trainer, const TrainWatch *watch, Error *error)
{
    if (trainer_is_done(trainer))
        return error_set(error, STATUS_OUT_OF_RANGE,
                         "training: all %" PRId64 " steps are done; give the recipe more of them", trainer->step);
    TRY(trainer_begin(trainer, watch, error));
    TRY(run_step(trainer, watch, error));
    TRY(between_steps(trainer, watch, false, error));
    return trainer_is_done(trainer) ? finish(trainer, watch, error) : STATUS_OK;
}

Status trainer_run(Trainer *trainer, const TrainWatch *watch, Error *error)
{
    TRY(trainer_begin(trainer, watch, error));
    while (!trainer_is_done(trainer)) {
        TRY(run_step(trainer, watch, error));
        bool stop = watch && watch->stop && watch->stop(watch->context);
        TRY(between_steps(trainer, watch, stop, error));
        if (stop && !trainer_is_done(trainer))
            return error_set(error, STATUS_CANCELLED,
                             "training: stopped after step %" PRId64 " of %" PRId64 "; go on with --resume",
                             trainer->step, trainer->recipe->schedule.steps);
    }
    return finish(trainer, watch, error);
}
