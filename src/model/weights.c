#include "model/weights.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "model/parameters.h"

/* The checkpoint's tensor for a weight: checkpoints differ in whether they prefix names. */
static const SafetensorsEntry *weights_find_entry(const Model *model, const char *tensor)
{
    const SafetensorsEntry *entry = safetensors_find(model->checkpoint, tensor);
    if (entry)
        return entry;
    char prefixed[256];
    snprintf(prefixed, sizeof prefixed, "%s%s", model->arch->tensor_prefix, tensor);
    return safetensors_find(model->checkpoint, prefixed);
}

static Status weights_check_shape(const Weight *weight, const SafetensorsEntry *entry, Error *error)
{
    Parameter stored = parameter_of(weight);
    bool fits = entry->rank == stored.rank;
    for (int i = 0; fits && i < stored.rank; i++)
        fits = entry->size[i] == stored.size[i];
    if (fits)
        return STATUS_OK;
    char has[128], wants[64];
    safetensors_print_shape(entry, has, sizeof has);
    if (stored.rank == 1)
        snprintf(wants, sizeof wants, "[%" PRId64 "]", stored.size[0]);
    else
        snprintf(wants, sizeof wants, "[%" PRId64 ", %" PRId64 "]", stored.size[0], stored.size[1]);
    return error_set(error, STATUS_BAD_DATA,
                     "%s: tensor %s has shape %s where config.json asks for %s; the two do not belong together",
                     entry->file, entry->name, has, wants);
}

/* The tensor's numbers as floats: in the file where they can be used there, else converted once. */
static Status weights_numbers(Model *model, const SafetensorsEntry *entry, Real **numbers, Error *error)
{
    if (entry->dtype == DTYPE_F32 && entry->aligned) {
        *numbers = (Real *)entry->data; /* the file is mapped read-only, and weights are never written */
        return STATUS_OK;
    }
    if (!dtype_is_float(entry->dtype))
        return error_set(error, STATUS_UNSUPPORTED,
                         "%s: tensor %s is %s; stepformer reads weights in F32, F16 and BF16", entry->file, entry->name,
                         dtype_name(entry->dtype));
    Real **converted = &model->converted[entry - safetensors_at(model->checkpoint, 0)];
    if (!*converted) {
        *converted = memory_try((size_t)entry->count, sizeof(Real));
        if (!*converted)
            return error_set(error, STATUS_NO_MEMORY, "%s: no memory for tensor %s; close other programs", entry->file,
                             entry->name);
        safetensors_to_real(entry, *converted);
    }
    *numbers = *converted;
    return STATUS_OK;
}

static bool weights_is_ignored(const Model *model, const SafetensorsEntry *entry)
{
    if (model->config.tied_head && !strcmp(entry->name, "lm_head.weight"))
        return true; /* some checkpoints store the tied head as well */
    size_t length = strlen(entry->name);
    for (const char *ending = model->arch->ignored; *ending; ending += *ending == ' ') {
        size_t size = strcspn(ending, " ");
        if (length >= size && !strncmp(entry->name + length - size, ending, size))
            return true;
        ending += size;
    }
    return false;
}

static Status weights_check_all_used(const Model *model, const bool *used, Error *error)
{
    for (size_t i = 0; i < safetensors_count(model->checkpoint); i++) {
        const SafetensorsEntry *entry = safetensors_at(model->checkpoint, i);
        if (!used[i] && !weights_is_ignored(model, entry))
            return error_set(
                error, STATUS_BAD_DATA,
                "%s: tensor %s has no place in this %s model; config.json and weights do not belong together",
                entry->file, entry->name, model->config.model_type);
    }
    return STATUS_OK;
}

static Status weights_bind_all(Model *model, bool *used, Error *error)
{
    for (WeightId id = 1; id <= model->program.weight_count; id++) {
        const Weight *weight = &model->program.weights[id];
        const SafetensorsEntry *entry = weights_find_entry(model, weight->source.tensor);
        Real *numbers = NULL;
        if (!entry)
            return error_set(error, STATUS_BAD_DATA,
                             "%s: tensor %s is missing; the checkpoint is incomplete, fetch it again", model->folder,
                             weight->source.tensor);
        TRY(weights_check_shape(weight, entry, error));
        TRY(weights_numbers(model, entry, &numbers, error));
        model->weights[id] = parameter_view(weight, numbers);
        used[entry - safetensors_at(model->checkpoint, 0)] = true;
    }
    return weights_check_all_used(model, used, error);
}

Status weights_bind(Model *model, Error *error)
{
    size_t count = safetensors_count(model->checkpoint);
    bool *used = memory_new(count, sizeof *used);
    model->converted = memory_new(count, sizeof *model->converted);
    model->weights = memory_new((size_t)model->program.weight_count + 1, sizeof *model->weights);
    Status status = weights_bind_all(model, used, error);
    free(used);
    return status;
}
