#include "model/random_model.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/random.h"
#include "model/weights.h"

const InitialWeights initial_weights = {.deviation = 0.02};

/* A model under way to its first weights. */
typedef struct Filling {
    Model *model;
    const InitialWeights *initial;
    Random random;
} Filling;

static bool has_end(const char *name, const char *end)
{
    size_t length = strlen(name), tail = strlen(end);
    return length >= tail && !strcmp(name + length - tail, end);
}

static bool writes_to_residual(const Weight *weight)
{
    return has_end(weight->name, ".W_O") || has_end(weight->name, ".W_out");
}

/* Row p of [context, width]: sin and cos of p at wavelengths from 2 pi to the context's length and more. */
static void fill_sinusoids(Real *numbers, const Parameter *parameter, double amplitude)
{
    int64_t rows = parameter->size[0], width = parameter->size[1];
    for (int64_t i = 0; i < parameter->count; i++) {
        int64_t position = i / width, column = i % width, pair = column / 2;
        double angle = (double)position * pow((double)rows, -2.0 * (double)pair / (double)width);
        numbers[i] = (Real)(amplitude * (column % 2 ? cos(angle) : sin(angle)));
    }
}

static void fill_normal(Real *numbers, const Parameter *parameter, double deviation, Random *random)
{
    for (int64_t i = 0; i < parameter->count; i++)
        numbers[i] = (Real)(deviation * random_normal(random));
}

static void fill_same(Real *numbers, const Parameter *parameter, Real number)
{
    for (int64_t i = 0; i < parameter->count; i++)
        numbers[i] = number;
}

static void fill(Filling *filling, Real *numbers, const Weight *weight, const Parameter *parameter)
{
    const InitialWeights *initial = filling->initial;
    double residual = initial->scaled_residual ? 1 / sqrt(2 * (double)filling->model->config.layers) : 1;
    if (has_end(weight->name, ".w"))
        fill_same(numbers, parameter, 1);
    else if (parameter->rank == 1)
        fill_same(numbers, parameter, 0);
    else if (initial->sinusoids && has_end(weight->name, ".W_pos"))
        fill_sinusoids(numbers, parameter, initial->sinusoids);
    else
        fill_normal(numbers, parameter, initial->deviation * (writes_to_residual(weight) ? residual : 1),
                    &filling->random);
}

static Status random_weights(Filling *filling, Error *error)
{
    Model *model = filling->model;
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
        fill(filling, numbers, &model->program.weights[id], parameter);
        model->numbers[index] = model->owned[index] = numbers;
    }
    weights_view(model);
    return STATUS_OK;
}

static Status random_fill(Filling *filling, Error *error)
{
    Model *model = filling->model;
    model->arch = arch_find(model->config.model_type);
    if (!model->arch)
        return error_set(error, STATUS_UNSUPPORTED, "%s: no architecture of that name", model->config.model_type);
    TRY(arch_build(model->arch, &model->config, &model->program, error));
    return random_weights(filling, error);
}

Status model_new_initial(const ModelConfig *config, const char *name, uint64_t seed, const InitialWeights *initial,
                         Model **out, Error *error)
{
    Model *model = memory_new(1, sizeof *model);
    model->config = *config;
    model->name = memory_copy_text(name, strlen(name));
    model->folder = memory_copy_text(name, strlen(name));
    Filling filling = {.model = model, .initial = initial};
    random_seed(&filling.random, seed);
    Status status = random_fill(&filling, error);
    if (status != STATUS_OK)
        model_free(model);
    *out = status == STATUS_OK ? model : NULL;
    return status;
}

Status model_new_random(const ModelConfig *config, const char *name, uint64_t seed, Model **out, Error *error)
{
    return model_new_initial(config, name, seed, &initial_weights, out, error);
}
