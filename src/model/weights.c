#include "model/weights.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

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

/* How a weight lies in the file: a matrix [rows, columns], or a vector (rank 1). */
typedef struct StoredShape {
    int rank;
    int64_t size[2];
} StoredShape;

static int weights_out_axes(const Weight *weight)
{
    return weight->source.out_axes ? weight->source.out_axes : 1;
}

static StoredShape weights_stored_shape(const Weight *weight)
{
    int out_axes = weights_out_axes(weight);
    int64_t parts = weight->source.parts ? weight->source.parts : 1;
    int64_t out = shape_span(&weight->shape, 0, out_axes) * parts;
    int64_t in = shape_span(&weight->shape, out_axes, weight->shape.rank);
    if (out_axes == weight->shape.rank)
        return (StoredShape){1, {out}};
    if (weight->source.layout == LAYOUT_IN_OUT)
        return (StoredShape){2, {in, out}};
    return (StoredShape){2, {out, in}};
}

static Status weights_check_shape(const Weight *weight, const SafetensorsEntry *entry, Error *error)
{
    StoredShape stored = weights_stored_shape(weight);
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

/* The weight as a view on the stored matrix: output axes step along its columns where it lies transposed. */
static Tensor weights_view(const Weight *weight, Real *numbers)
{
    const WeightSource *source = &weight->source;
    StoredShape stored = weights_stored_shape(weight);
    bool transposed = stored.rank == 2 && source->layout == LAYOUT_IN_OUT;
    int64_t out_step = transposed || stored.rank == 1 ? 1 : stored.size[1], in_step = transposed ? stored.size[1] : 1;
    int out_axes = weights_out_axes(weight);
    Tensor view = {.data = numbers, .shape = weight->shape};
    for (int i = weight->shape.rank - 1; i >= out_axes; i--, in_step *= weight->shape.size[i + 1])
        view.stride[i] = in_step;
    int64_t step = out_step;
    for (int i = out_axes - 1; i >= 0; i--) {
        view.stride[i] = step;
        step *= weight->shape.size[i];
    }
    view.data += source->part * step; /* a part begins where the parts before it end */
    return view;
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
        Real *numbers;
        if (!entry)
            return error_set(error, STATUS_BAD_DATA,
                             "%s: tensor %s is missing; the checkpoint is incomplete, fetch it again", model->folder,
                             weight->source.tensor);
        TRY(weights_check_shape(weight, entry, error));
        TRY(weights_numbers(model, entry, &numbers, error));
        model->weights[id] = weights_view(weight, numbers);
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
