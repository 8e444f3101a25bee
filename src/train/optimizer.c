#include "train/optimizer.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "train/clip.h"

/* Which parameters are tables that embeddings are looked up in? */
static void mark_embeddings(const Model *model, bool *is_embedding)
{
    for (int at = 0; at < model->program.instruction_count; at++) {
        const Instruction *line = &model->program.instructions[at];
        if (line->op == &op_embedding)
            is_embedding[model->parameters.of_weight[line->weight[0]]] = true;
    }
}

static void optimizer_decay(Optimizer *optimizer, const Model *model, bool decay_all)
{
    bool *is_embedding = memory_new((size_t)optimizer->count + 1, sizeof *is_embedding);
    mark_embeddings(model, is_embedding);
    for (int i = 0; i < optimizer->count; i++) {
        bool decays = decay_all || (model->parameters.list[i].rank > 1 && !is_embedding[i]);
        optimizer->states[i].decay = decays ? optimizer->adamw.weight_decay : 0;
    }
    free(is_embedding);
}

/* A parameter's room, in whole cache lines. */
static int64_t room(const Parameter *parameter)
{
    enum { LINE = 16 };
    return (parameter->count + LINE - 1) / LINE * LINE;
}

static void optimizer_lay_out(Optimizer *optimizer, const Model *model)
{
    Real *next = optimizer->memory;
    for (int i = 0; i < optimizer->count; i++) {
        const Parameter *parameter = &model->parameters.list[i];
        int64_t step = room(parameter);
        optimizer->states[i] = (AdamWState){
            .numbers = model->numbers[i],
            .gradient = next,
            .m = next + step,
            .v = next + 2 * step,
            .count = parameter->count,
        };
        optimizer->gradients[i] = next;
        next += 3 * step;
    }
}

Status optimizer_init(Optimizer *optimizer, const Model *model, const AdamW *adamw, bool decay_all, int threads,
                      Error *error)
{
    int count = model->parameters.count;
    int64_t total = 0;
    for (int i = 0; i < count; i++)
        total += room(&model->parameters.list[i]);
    *optimizer = (Optimizer){.adamw = *adamw, .count = count, .threads = threads};
    optimizer->memory = memory_try(3 * (size_t)total, sizeof(Real));
    if (!optimizer->memory)
        return error_set(error, STATUS_NO_MEMORY, "training: no memory for %lld parameters; choose a smaller model",
                         (long long)total);
    optimizer->states = memory_new((size_t)count + 1, sizeof *optimizer->states);
    optimizer->gradients = memory_new((size_t)count + 1, sizeof *optimizer->gradients);
    optimizer_lay_out(optimizer, model);
    optimizer_decay(optimizer, model, decay_all);
    return STATUS_OK;
}

void optimizer_free(Optimizer *optimizer)
{
    free(optimizer->memory);
    free(optimizer->states);
    free(optimizer->gradients);
    *optimizer = (Optimizer){0};
}

double optimizer_norm(const Optimizer *optimizer, double scale)
{
    double sum = 0;
    for (int i = 0; i < optimizer->count; i++)
        sum += clip_sum_of_squares(optimizer->gradients[i], optimizer->states[i].count, optimizer->threads);
    return scale * sqrt(sum);
}

void optimizer_step(Optimizer *optimizer, int64_t step, double rate, double scale)
{
    for (int i = 0; i < optimizer->count; i++)
        adamw_step(&optimizer->adamw, &optimizer->states[i], step, rate, scale, optimizer->threads);
}
