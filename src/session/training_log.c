#include "session/training_log.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"

/* ---- adding ---- */

static void add_step(TrainingLog *log, const TrainEvent *event)
{
    size_t size = (size_t)log->parts * sizeof(double);
    log->steps = memory_grow(log->steps, &log->step_capacity, log->step_count + 1, sizeof *log->steps);
    TrainingStep *step = &log->steps[log->step_count++];
    *step = (TrainingStep){.step = event->step, .loss = event->loss, .rate = event->rate, .norm = event->norm};
    step->norms = memory_new((size_t)log->parts + 1, sizeof(double));
    memcpy(step->norms, event->norms, size);
}

static void add_sample(TrainingLog *log, const TrainEvent *event)
{
    Buffer visible = {0};
    buffer_append_visible(&visible, event->text, event->length);
    log->samples = memory_grow(log->samples, &log->sample_capacity, log->sample_count + 1, sizeof *log->samples);
    log->samples[log->sample_count++] = (TrainingSample){
        .step = event->step,
        .text = memory_copy_text(buffer_text(&visible), visible.length),
    };
    buffer_free(&visible);
}

void training_log_event(TrainingLog *log, const TrainEvent *event)
{
    history_add(&log->history, event);
    if (event->kind == TRAIN_STEP)
        add_step(log, event);
    if (event->kind == TRAIN_SAMPLE)
        add_sample(log, event);
}

/* ---- patterns ---- */

bool training_log_wants(const TrainingLog *log, int64_t step)
{
    const TrainingPattern *newest = log->pattern_count ? &log->patterns[log->pattern_count - 1] : NULL;
    return !newest || (step > newest->step && (!log->pattern_every || step % log->pattern_every == 0));
}

/* The first one stays: it is the untrained model's. */
static void thin_out(TrainingLog *log)
{
    size_t kept = 0;
    log->pattern_every = log->pattern_every ? 2 * log->pattern_every : 2;
    for (size_t i = 0; i < log->pattern_count; i++) {
        if (i == 0 || log->patterns[i].step % log->pattern_every == 0)
            log->patterns[kept++] = log->patterns[i];
        else
            free(log->patterns[i].numbers);
    }
    log->pattern_count = kept;
}

void training_log_pattern(TrainingLog *log, int64_t step, float *numbers)
{
    log->patterns = memory_grow(log->patterns, &log->pattern_capacity, log->pattern_count + 1, sizeof *log->patterns);
    log->patterns[log->pattern_count++] = (TrainingPattern){.step = step, .numbers = numbers};
    if (log->pattern_count > LOG_PATTERNS)
        thin_out(log);
}

void training_log_clear_patterns(TrainingLog *log)
{
    for (size_t i = 0; i < log->pattern_count; i++)
        free(log->patterns[i].numbers);
    log->pattern_count = 0;
    log->pattern_every = 0;
}

void training_log_free(TrainingLog *log)
{
    training_log_clear_patterns(log);
    for (size_t i = 0; i < log->step_count; i++)
        free(log->steps[i].norms);
    for (size_t i = 0; i < log->sample_count; i++)
        free(log->samples[i].text);
    history_free(&log->history);
    free(log->steps);
    free(log->samples);
    free(log->patterns);
    *log = (TrainingLog){0};
}

/* ---- looking back ---- */

/* The last of `count` items that is not after `step`, each `size` bytes and begun by its step; NULL: none. */
static const void *newest_until(const void *items, size_t count, size_t size, int64_t step)
{
    const char *first = items;
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (*(const int64_t *)(const void *)(first + middle * size) <= step)
            low = middle + 1;
        else
            high = middle;
    }
    return low ? first + (low - 1) * size : NULL;
}

const TrainingStep *training_log_step(const TrainingLog *log, int64_t step)
{
    return newest_until(log->steps, log->step_count, sizeof *log->steps, step);
}

const TrainingPattern *training_log_pattern_at(const TrainingLog *log, int64_t step)
{
    return newest_until(log->patterns, log->pattern_count, sizeof *log->patterns, step);
}

const LossPoint *training_log_held_out(const TrainingLog *log, int64_t step)
{
    const LossCurve *curve = &log->history.held_out;
    return newest_until(curve->points, curve->count, sizeof *curve->points, step);
}

int64_t training_log_sample_step(const TrainingLog *log, int64_t step)
{
    const TrainingSample *sample = newest_until(log->samples, log->sample_count, sizeof *log->samples, step);
    return sample ? sample->step : -1;
}
