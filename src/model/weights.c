#include "model/weights.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "tensor/vector.h"

/* The checkpoint's tensor for a parameter: checkpoints differ in whether they prefix names. */
static const SafetensorsEntry *weights_find_entry(const Model *model, const Parameter *parameter)
{
    const SafetensorsEntry *entry = safetensors_find(model->checkpoint, parameter->tensor);
    if (entry)
        return entry;
    char prefixed[256];
    snprintf(prefixed, sizeof prefixed, "%s%s", model->arch->tensor_prefix, parameter->tensor);
    return safetensors_find(model->checkpoint, prefixed);
}

static Status weights_check_shape(const Parameter *wanted, const SafetensorsEntry *entry, Error *error)
{
    bool fits = entry->rank == wanted->rank;
    for (int i = 0; fits && i < wanted->rank; i++)
        fits = entry->size[i] == wanted->size[i];
    if (fits)
        return STATUS_OK;
    char has[128], wants[64];
    safetensors_print_shape(entry, has, sizeof has);
    if (wanted->rank == 1)
        snprintf(wants, sizeof wants, "[%" PRId64 "]", wanted->size[0]);
    else
        snprintf(wants, sizeof wants, "[%" PRId64 ", %" PRId64 "]", wanted->size[0], wanted->size[1]);
    return error_set(error, STATUS_BAD_DATA,
                     "%s: tensor %s has shape %s where config.json asks for %s; the two do not belong together",
                     entry->file, entry->name, has, wants);
}

/* Can the numbers be used where they lie in the mapped file? A small tensor that does not begin at a cache line is
 * better copied to one: it will be read from the cache, where loads that straddle two lines take twice as long. */
static bool weights_can_stay(const SafetensorsEntry *entry)
{
    enum { LINE = 64, SMALL = 1 << 20 };
    bool on_line = (uintptr_t)entry->data % LINE == 0, small = entry->count * (int64_t)sizeof(Real) <= SMALL;
    return entry->dtype == DTYPE_F32 && entry->aligned && (on_line || !small);
}

/* The tensor's numbers as floats: in the file where they can be used there, else converted. */
static Status weights_numbers(Model *model, int index, const SafetensorsEntry *entry, Error *error)
{
    if (weights_can_stay(entry)) {
        model->numbers[index] = (Real *)entry->data; /* mapped read-only, and weights are never written */
        return STATUS_OK;
    }
    if (!dtype_is_float(entry->dtype))
        return error_set(error, STATUS_UNSUPPORTED,
                         "%s: tensor %s is %s; stepformer reads weights in F32, F16 and BF16", entry->file, entry->name,
                         dtype_name(entry->dtype));
    Real *converted = memory_try_unset((size_t)entry->count, sizeof(Real));
    if (!converted)
        return error_set(error, STATUS_NO_MEMORY, "%s: no memory for tensor %s; close other programs", entry->file,
                         entry->name);
    safetensors_to_real(entry, converted);
    model->numbers[index] = model->owned[index] = converted;
    return STATUS_OK;
}

static Status weights_read(Model *model, int index, bool *used, Error *error)
{
    const Parameter *parameter = &model->parameters.list[index];
    const SafetensorsEntry *entry = weights_find_entry(model, parameter);
    if (!entry)
        return error_set(error, STATUS_BAD_DATA,
                         "%s: tensor %s is missing; the checkpoint is incomplete, fetch it again", model->folder,
                         parameter->tensor);
    TRY(weights_check_shape(parameter, entry, error));
    used[entry - safetensors_at(model->checkpoint, 0)] = true;
    return weights_numbers(model, index, entry, error);
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

void weights_view(Model *model)
{
    model->weights = memory_new((size_t)model->program.weight_count + 1, sizeof *model->weights);
    for (WeightId id = 1; id <= model->program.weight_count; id++)
        model->weights[id] =
            parameter_view(&model->program.weights[id], model->numbers[model->parameters.of_weight[id]]);
}

void weights_init(Model *model)
{
    parameters_init(&model->parameters, &model->program);
    model->numbers = memory_new((size_t)model->parameters.count, sizeof *model->numbers);
    model->owned = memory_new((size_t)model->parameters.count, sizeof *model->owned);
}

void weights_free(Model *model)
{
    for (int i = 0; i < model->parameters.count; i++)
        free(model->owned[i]);
    free(model->owned);
    free(model->numbers);
    free(model->weights);
    parameters_free(&model->parameters);
}

Status weights_bind(Model *model, Error *error)
{
    Status status = STATUS_OK;
    bool *used = memory_new(safetensors_count(model->checkpoint), sizeof *used);
    weights_init(model);
    for (int i = 0; i < model->parameters.count && status == STATUS_OK; i++)
        status = weights_read(model, i, used, error);
    if (status == STATUS_OK)
        status = weights_check_all_used(model, used, error);
    free(used);
    TRY(status);
    weights_view(model);
    return STATUS_OK;
}

/* The parameter's first number that is none, as an error. */
static Status weights_name_culprit(const Model *model, int index, Error *error)
{
    const Parameter *parameter = &model->parameters.list[index];
    const SafetensorsEntry *entry = model->checkpoint ? weights_find_entry(model, parameter) : NULL;
    for (int64_t n = 0; n < parameter->count; n++)
        if (!isfinite(model->numbers[index][n]))
            return error_set(error, STATUS_BAD_DATA,
                             "%s: tensor %s holds %g at number %" PRId64 "; the checkpoint is damaged, fetch it again",
                             entry ? entry->file : model->name, parameter->tensor, (double)model->numbers[index][n], n);
    return STATUS_OK; /* all are numbers; their sum was too large for one */
}

Status weights_check_finite(const Model *model, Error *error)
{
    for (int i = 0; i < model->parameters.count; i++) /* one NaN or infinity makes the sum one */
        if (!isfinite(vector_sum(model->numbers[i], model->parameters.list[i].count)))
            TRY(weights_name_culprit(model, i, error));
    return STATUS_OK;
}
