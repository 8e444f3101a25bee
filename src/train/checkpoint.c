#include "train/checkpoint.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/folder.h"
#include "model/model_write.h"
#include "model/safetensors_write.h"

#define CHECKPOINT_NAME "checkpoint-"

static const char *const wheres[] = {"m", "v"};

static Real *moment(const AdamWState *state, int which)
{
    return which ? state->v : state->m;
}

/* "m.transformer.wte.weight" */
static const char *moment_name(const Model *model, int index, int which, Buffer *name)
{
    buffer_clear(name);
    buffer_format(name, "%s.", wheres[which]);
    model_tensor_name(model->arch, &model->parameters.list[index], name);
    return name->bytes;
}

/* ---- writing ---- */

static Status write_optimizer(const CheckpointState *state, const char *folder, Error *error)
{
    Buffer path = {0}, name = {0};
    buffer_format(&path, "%s/optimizer.safetensors", folder);
    SafetensorsWriter *writer = safetensors_writer_new();
    for (int i = 0; i < state->optimizer->count; i++)
        for (int which = 0; which < 2; which++) {
            const Parameter *parameter = &state->model->parameters.list[i];
            safetensors_writer_add(writer, moment_name(state->model, i, which, &name), DTYPE_F32, parameter->rank,
                                   parameter->size, moment(&state->optimizer->states[i], which));
        }
    Status status = safetensors_writer_write(writer, path.bytes, error);
    safetensors_writer_free(writer);
    buffer_free(&path);
    buffer_free(&name);
    return status;
}

static Status write_facts(const CheckpointState *state, const char *folder, Error *error)
{
    Buffer path = {0}, json = {0};
    buffer_format(&path, "%s/trainer.json", folder);
    buffer_format(&json, "{\"format\":1,\"step\":%" PRId64 ",\"corpus\":\"%016" PRIx64 "\",\"recipe\":%s}\n",
                  state->step, state->corpus_hash, state->recipe);
    Status status = file_write(path.bytes, json.bytes, json.length, error);
    buffer_free(&path);
    buffer_free(&json);
    return status;
}

static Status write_all(const CheckpointState *state, const char *folder, Error *error)
{
    TRY(model_write(state->model, DTYPE_F32, state->tokenizer_json, folder, error));
    TRY(write_optimizer(state, folder, error));
    return write_facts(state, folder, error);
}

/* Ends the writing into a temporary folder: it gets its name, or goes. */
static Status conclude(Status status, const char *temporary, const char *path, Error *error)
{
    if (status == STATUS_OK)
        status = folder_commit(temporary, path, error);
    if (status != STATUS_OK)
        folder_remove(temporary, NULL);
    return status;
}

/* The step in a checkpoint's name, or -1. */
static int64_t step_of(const char *name)
{
    char *end;
    size_t length = sizeof CHECKPOINT_NAME - 1;
    if (strncmp(name, CHECKPOINT_NAME, length) || !name[length])
        return -1;
    int64_t step = strtoll(name + length, &end, 10);
    return *end ? -1 : step;
}

static Status remove_others(const char *folder, int64_t step, Error *error)
{
    Status status = STATUS_OK;
    DIR *entries = opendir(folder);
    for (struct dirent *entry; entries && status == STATUS_OK && (entry = readdir(entries));) {
        int64_t other = step_of(entry->d_name);
        if (other < 0 || other == step)
            continue;
        Buffer path = {0};
        buffer_format(&path, "%s/%s", folder, entry->d_name);
        status = folder_remove(path.bytes, error);
        buffer_free(&path);
    }
    if (entries)
        closedir(entries);
    return status;
}

Status checkpoint_write(const CheckpointState *state, const char *folder, Buffer *path, Error *error)
{
    Buffer temporary = {0};
    size_t start = path->length;
    buffer_format(path, "%s/" CHECKPOINT_NAME "%06" PRId64, folder, state->step);
    if (file_exists(path->bytes + start))
        return STATUS_OK;
    Status status = folder_begin(path->bytes + start, &temporary, error);
    if (status == STATUS_OK)
        status = conclude(write_all(state, temporary.bytes, error), temporary.bytes, path->bytes + start, error);
    buffer_free(&temporary);
    return status == STATUS_OK ? remove_others(folder, state->step, error) : status;
}

Status checkpoint_write_model(const CheckpointState *state, Dtype dtype, const char *folder, const char *name,
                              Buffer *path, Error *error)
{
    Buffer temporary = {0};
    size_t start = path->length;
    buffer_format(path, "%s/%s", folder, name);
    if (file_exists(path->bytes + start))
        return STATUS_OK;
    Status status = folder_begin(path->bytes + start, &temporary, error);
    if (status == STATUS_OK)
        status = conclude(model_write(state->model, dtype, state->tokenizer_json, temporary.bytes, error),
                          temporary.bytes, path->bytes + start, error);
    buffer_free(&temporary);
    return status;
}

/* config.json comes last: without it nobody takes the folder for a model. */
static Status move_files(const char *from, const char *folder, Error *error)
{
    static const char *const names[] = {"model.safetensors", "tokenizer.json", "config.json"};
    Buffer old = {0}, new = {0};
    Status status = STATUS_OK;
    for (size_t i = 0; i < sizeof names / sizeof *names && status == STATUS_OK; i++) {
        buffer_clear(&old);
        buffer_clear(&new);
        buffer_format(&old, "%s/%s", from, names[i]);
        buffer_format(&new, "%s/%s", folder, names[i]);
        if (rename(old.bytes, new.bytes))
            status = error_set(error, STATUS_IO, "%s: %s; check the folder", new.bytes, strerror(errno));
    }
    buffer_free(&old);
    buffer_free(&new);
    return status;
}

Status checkpoint_finish(const CheckpointState *state, Dtype dtype, const char *folder, Error *error)
{
    Buffer final = {0}, temporary = {0};
    buffer_format(&final, "%s/final", folder);
    Status status = folder_begin(final.bytes, &temporary, error);
    if (status == STATUS_OK)
        status = model_write(state->model, dtype, state->tokenizer_json, temporary.bytes, error);
    if (status == STATUS_OK)
        status = move_files(temporary.bytes, folder, error);
    if (temporary.length)
        folder_remove(temporary.bytes, NULL);
    buffer_free(&final);
    buffer_free(&temporary);
    return status;
}

/* ---- reading ---- */

Status checkpoint_find(const char *folder, Buffer *path, Error *error)
{
    int64_t newest = -1;
    Buffer name = {0};
    DIR *entries = opendir(folder);
    for (struct dirent *entry; entries && (entry = readdir(entries));) {
        if (step_of(entry->d_name) <= newest)
            continue;
        newest = step_of(entry->d_name);
        buffer_clear(&name);
        buffer_append_text(&name, entry->d_name);
    }
    if (entries)
        closedir(entries);
    if (newest >= 0)
        buffer_format(path, "%s/%s", folder, name.bytes);
    buffer_free(&name);
    if (newest >= 0)
        return STATUS_OK;
    return error_set(error, STATUS_NOT_FOUND, "%s: holds no checkpoint; leave out --resume to begin a run", folder);
}

static Status read_tensor(const Safetensors *file, const char *name, int64_t count, Real *out, Error *error)
{
    const SafetensorsEntry *entry = safetensors_find(file, name);
    if (!entry || entry->count != count || entry->dtype != DTYPE_F32)
        return error_set(error, STATUS_BAD_DATA,
                         "checkpoint: tensor %s is missing or of another size or format; begin the run anew", name);
    safetensors_to_real(entry, out);
    return STATUS_OK;
}

static Status read_numbers(const CheckpointState *state, const Safetensors *model, const Safetensors *optimizer,
                           Error *error)
{
    Buffer name = {0};
    Status status = STATUS_OK;
    for (int i = 0; i < state->optimizer->count && status == STATUS_OK; i++) {
        const AdamWState *parameter = &state->optimizer->states[i];
        buffer_clear(&name);
        model_tensor_name(state->model->arch, &state->model->parameters.list[i], &name);
        status = read_tensor(model, name.bytes, parameter->count, parameter->numbers, error);
        for (int which = 0; which < 2 && status == STATUS_OK; which++)
            status = read_tensor(optimizer, moment_name(state->model, i, which, &name), parameter->count,
                                 moment(parameter, which), error);
    }
    buffer_free(&name);
    return status;
}

static Status read_files(const CheckpointState *state, const char *checkpoint, Error *error)
{
    Safetensors *model = NULL, *optimizer = NULL;
    Buffer path = {0};
    buffer_format(&path, "%s/optimizer.safetensors", checkpoint);
    Status status = safetensors_open_folder(checkpoint, &model, error);
    if (status == STATUS_OK)
        status = safetensors_open(path.bytes, &optimizer, error);
    if (status == STATUS_OK)
        status = read_numbers(state, model, optimizer, error);
    safetensors_free(model);
    safetensors_free(optimizer);
    buffer_free(&path);
    return status;
}

static Status check_facts(CheckpointState *state, const cJSON *json, const char *path, Error *error)
{
    const char *corpus = "";
    char expected[20];
    TRY(json_need_int(json, "step", path, &state->step, error));
    TRY(json_get_text(json, "corpus", path, &corpus, error));
    char *recipe = cJSON_PrintUnformatted(json_member(json, "recipe"));
    bool same = recipe && !strcmp(recipe, state->recipe);
    cJSON_free(recipe);
    if (!same)
        return error_set(
            error, STATUS_BAD_DATA,
            "%s: made by another recipe; put the recipe back as it was, or begin a run elsewhere with --out", path);
    snprintf(expected, sizeof expected, "%016" PRIx64, state->corpus_hash);
    if (strcmp(corpus, expected))
        return error_set(error, STATUS_BAD_DATA,
                         "%s: made from another corpus or tokenizer; put them back as they were, or begin a run "
                         "elsewhere with --out",
                         path);
    return STATUS_OK;
}

static Status read_facts(CheckpointState *state, const char *checkpoint, Error *error)
{
    cJSON *json;
    Buffer path = {0};
    buffer_format(&path, "%s/trainer.json", checkpoint);
    Status status = json_read_file(path.bytes, &json, error);
    if (status == STATUS_OK)
        status = check_facts(state, json, path.bytes, error);
    cJSON_Delete(json);
    buffer_free(&path);
    return status;
}

Status checkpoint_read(CheckpointState *state, const char *folder, Error *error)
{
    Buffer path = {0};
    Status status = checkpoint_find(folder, &path, error);
    if (status == STATUS_OK)
        status = read_facts(state, path.bytes, error);
    if (status == STATUS_OK)
        status = read_files(state, path.bytes, error);
    buffer_free(&path);
    return status;
}
