#include "model/random_model.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/random.h"
#include "model/weights.h"

static bool is_gain(const Weight *weight)
{
    const char *dot = strrchr(weight->name, '.');
    return dot && !strcmp(dot, ".w");
}

static void fill(Real *numbers, const Weight *weight, const Parameter *parameter, Random *random)
{
    bool gain = is_gain(weight), bias = parameter->rank == 1 && !gain;
    for (int64_t i = 0; i < parameter->count; i++)
        numbers[i] = gain ? 1 : bias ? 0 : (Real)(0.02 * random_normal(random));
}

static Status random_weights(Model *model, uint64_t seed, Error *error)
{
    Random random;
    random_seed(&random, seed);
    weights_init(model);
    for (WeightId id = 1; id <= model->program.weight_count; id++) {
        int index = model->parameters.of_weight[id];
        if (model->owned[index])
            continue; /* shared with an earlier weight */
        const Parameter *parameter = &model->parameters.list[index];
        Real *numbers = memory_try_unset((size_t)parameter->count, sizeof(Real));
        if (!numbers)
            return error_set(error, STATUS_NO_MEMORY, "%s: no memory for its weights; choose a smaller model",
                             model->name);
        fill(numbers, &model->program.weights[id], parameter, &random);
        model->numbers[index] = model->owned[index] = numbers;
    }
    weights_view(model);
    return STATUS_OK;
}

static Status random_fill(Model *model, uint64_t seed, Error *error)
{
    model->arch = arch_find(model->config.model_type);
    if (!model->arch)
        return error_set(error, STATUS_UNSUPPORTED, "%s: no architecture of that name", model->config.model_type);
    TRY(arch_build(model->arch, &model->config, &model->program, error));
    return random_weights(model, seed, error);
}

Status model_new_random(const ModelConfig *config, const char *name, uint64_t seed, Model **out, Error *error)
{
    Model *model = memory_new(1, sizeof *model);
    model->config = *config;
    model->name = memory_copy_text(name, strlen(name));
    model->folder = memory_copy_text(name, strlen(name));
    Status status = random_fill(model, seed, error);
    if (status != STATUS_OK)
        model_free(model);
    *out = status == STATUS_OK ? model : NULL;
    return status;
}
