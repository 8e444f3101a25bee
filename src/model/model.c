#include "model/model.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "model/find.h"
#include "model/weights.h"

static char *path_join(const char *folder, const char *file)
{
    Buffer path = {0};
    buffer_format(&path, "%s/%s", folder, file);
    return buffer_take(&path);
}

static Status model_read_json(const char *path, cJSON **json, Error *error)
{
    if (!file_is_folder(path))
        return json_read_file(path, json, error);
    char *file = path_join(path, "config.json");
    Status status = json_read_file(file, json, error);
    free(file);
    return status;
}

Status model_read_config(const char *path, const Arch **arch, ModelConfig *config, Program *program, Error *error)
{
    cJSON *json;
    TRY(model_read_json(path, &json, error));
    Status status = arch_read_config(json, arch, config, error);
    cJSON_Delete(json);
    TRY(status);
    return arch_build(*arch, config, program, error);
}

/* A tokenizer may be absent, but one that is there must serve this model. */
static Status model_open_tokenizer(Model *model, Error *error)
{
    char *path = path_join(model->folder, "tokenizer.json");
    Status status = file_exists(path) ? tokenizer_open(path, &model->tokenizer, error) : STATUS_OK;
    free(path);
    TRY(status);
    if (model->tokenizer && (int64_t)tokenizer_vocabulary_size(model->tokenizer) > model->config.vocab)
        return error_set(
            error, STATUS_BAD_DATA,
            "tokenizer.json: %zu tokens where config.json has a vocab_size of %lld; the two do not belong together",
            tokenizer_vocabulary_size(model->tokenizer), (long long)model->config.vocab);
    return STATUS_OK;
}

static char *model_name(const char *folder)
{
    size_t length = strlen(folder);
    while (length > 1 && folder[length - 1] == '/')
        length--;
    size_t start = length;
    while (start > 0 && folder[start - 1] != '/')
        start--;
    return memory_copy_text(folder + start, length - start);
}

/* Small checkpoints are looked through at once. Large ones would not open in milliseconds any more: what is
 * wrong with them shows in the logits (see machine.c). */
static Status model_check_small(const Model *model, Error *error)
{
    enum { SMALL = 64 << 20 };
    size_t bytes = 0;
    for (int i = 0; i < model->parameters.count; i++)
        bytes += (size_t)model->parameters.list[i].count * sizeof(Real);
    return bytes <= SMALL ? weights_check_finite(model, error) : STATUS_OK;
}

static Status model_fill(Model *model, Error *error)
{
    if (!file_is_folder(model->folder))
        return error_set(error, STATUS_NOT_FOUND, "%s: not a folder; name the folder that holds config.json",
                         model->folder);
    TRY(model_read_config(model->folder, &model->arch, &model->config, &model->program, error));
    TRY(safetensors_open_folder(model->folder, &model->checkpoint, error));
    TRY(weights_bind(model, error));
    TRY(model_check_small(model, error));
    return model_open_tokenizer(model, error);
}

Status model_open(const char *name_or_folder, Model **out, Error *error)
{
    *out = NULL;
    Buffer folder = {0};
    Status status = model_find(name_or_folder, &folder, error);
    if (status != STATUS_OK) {
        buffer_free(&folder);
        return status;
    }
    Model *model = memory_new(1, sizeof *model);
    model->folder = buffer_take(&folder);
    model->name = model_name(model->folder);
    status = model_fill(model, error);
    if (status != STATUS_OK)
        model_free(model);
    else
        *out = model;
    return status;
}

void model_free(Model *model)
{
    if (!model)
        return;
    weights_free(model);
    safetensors_free(model->checkpoint);
    tokenizer_free(model->tokenizer);
    program_free(&model->program);
    free(model->name);
    free(model->folder);
    free(model);
}
