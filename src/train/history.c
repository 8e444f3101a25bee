#include "train/history.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "base/memory.h"

static void curve_add(LossCurve *curve, int64_t step, double loss)
{
    while (curve->count && curve->points[curve->count - 1].step >= step)
        curve->count--;
    curve->points = memory_grow(curve->points, &curve->capacity, curve->count + 1, sizeof *curve->points);
    curve->points[curve->count++] = (LossPoint){.step = step, .loss = loss};
}

void history_add(History *history, const TrainEvent *event)
{
    if (event->kind == TRAIN_STEP)
        curve_add(&history->training, event->step, event->loss);
    if (event->kind == TRAIN_EVALUATION && !isnan(event->loss))
        curve_add(&history->held_out, event->step, event->loss);
}

void history_free(History *history)
{
    free(history->training.points);
    free(history->held_out.points);
    *history = (History){0};
}

double history_recent(const LossCurve *curve, size_t count)
{
    double sum = 0;
    size_t from = curve->count > count ? curve->count - count : 0;
    for (size_t i = from; i < curve->count; i++)
        sum += curve->points[i].loss;
    return sum / (double)(curve->count - from);
}

static void append_member(Buffer *out, const char *key, double number)
{
    buffer_format(out, ",\"%s\":", key);
    json_append_number(out, number);
}

void history_append_line(const TrainEvent *event, Buffer *out)
{
    bool is_step = event->kind == TRAIN_STEP, is_evaluation = event->kind == TRAIN_EVALUATION;
    if (!is_step && (!is_evaluation || isnan(event->loss)))
        return;
    buffer_format(out, "{\"step\":%" PRId64, event->step);
    append_member(out, is_step ? "loss" : "held_out_loss", event->loss);
    if (is_step) {
        append_member(out, "learning_rate", event->rate);
        append_member(out, "norm", event->norm);
        buffer_format(out, ",\"tokens\":%" PRId64, event->tokens);
    }
    buffer_append_text(out, "}\n");
}

static Status read_line(const char *line, size_t length, const char *where, History *out, Error *error)
{
    cJSON *json;
    int64_t step = 0;
    double loss = NAN, held_out = NAN;
    TRY(json_parse(line, length, where, &json, error));
    Status status = json_need_int(json, "step", where, &step, error);
    if (status == STATUS_OK)
        status = json_get_number(json, "loss", where, &loss, error);
    if (status == STATUS_OK)
        status = json_get_number(json, "held_out_loss", where, &held_out, error);
    cJSON_Delete(json);
    TRY(status);
    if (!isnan(loss))
        curve_add(&out->training, step, loss);
    if (!isnan(held_out))
        curve_add(&out->held_out, step, held_out);
    return STATUS_OK;
}

static Status read_lines(const File *file, const char *name, History *out, Error *error)
{
    Buffer where = {0};
    Status status = STATUS_OK;
    const char *at = file->bytes, *stop = at + file->length, *end;
    for (int line = 1; status == STATUS_OK && at < stop && (end = memchr(at, '\n', (size_t)(stop - at))); line++) {
        buffer_clear(&where);
        buffer_format(&where, "%s:%d", name, line);
        if (end > at)
            status = read_line(at, (size_t)(end - at), where.bytes, out, error);
        at = end + 1;
    }
    buffer_free(&where);
    return status;
}

Status history_read(const char *path, History *out, Error *error)
{
    File file;
    *out = (History){0};
    TRY(file_map(path, &file, error));
    Status status = read_lines(&file, file_name(path), out, error);
    file_unmap(&file);
    if (status == STATUS_OK && !out->training.count && !out->held_out.count)
        status = error_set(error, STATUS_BAD_DATA, "%s: holds no losses; name a file that train --log wrote",
                           file_name(path));
    if (status != STATUS_OK)
        history_free(out);
    return status;
}
