/* A step of training without the optimiser: forward, loss, backward. */
#include <stdlib.h>

#include "base/memory.h"
#include "cli/bench.h"
#include "model/random_model.h"
#include "train/tape.h"

enum { POSITIONS_MOST = 128, POSITIONS_QUICK = 8 };

typedef struct Step {
    Tape *tape;
    Real **gradients;
    int64_t positions;
    int32_t ids[POSITIONS_MOST], targets[POSITIONS_MOST];
} Step;

static Status forward(void *context, Error *error)
{
    (void)error;
    Step *step = context;
    tape_forward(step->tape, step->ids);
    return STATUS_OK;
}

static Status forward_and_backward(void *context, Error *error)
{
    TRY(forward(context, error));
    Step *step = context;
    tape_loss(step->tape, step->targets);
    tape_backward(step->tape, step->gradients);
    return STATUS_OK;
}

static Real **gradients_new(const Parameters *parameters)
{
    Real **gradients = memory_new((size_t)parameters->count, sizeof *gradients);
    for (int i = 0; i < parameters->count; i++)
        gradients[i] = memory_new((size_t)parameters->list[i].count, sizeof(Real));
    return gradients;
}

static void gradients_free(Real **gradients, const Parameters *parameters)
{
    for (int i = 0; i < parameters->count; i++)
        free(gradients[i]);
    free(gradients);
}

static Status measure(Bench *bench, Step *step, Error *error)
{
    Trial trials[] = {{.run = forward_and_backward, .context = step}, {.run = forward, .context = step}};
    TRY(trials_run(trials, 2, bench_budget(bench), error));
    Measure *training = bench_record(bench, "training", (double)step->positions / trial_seconds(&trials[0]), "tokens/s",
                                     "training, 4 layers of 128, vocabulary 2048");
    bench_ratio(training, trial_ratio(&trials[0], &trials[1]), "of the time of its forward half");
    return STATUS_OK;
}

Status bench_training(Bench *bench, Error *error)
{
    static const ModelConfig config = {
        .model_type = "gpt2",
        .layers = 4,
        .heads = 4,
        .kv_heads = 4,
        .d_model = 128,
        .d_head = 32,
        .d_mlp = 512,
        .vocab = 2048,
        .context = POSITIONS_MOST,
        .norm_eps = 1e-5,
        .activation = ACTIVATION_GELU_TANH,
        .qkv_bias = true,
        .out_bias = true,
        .mlp_bias = true,
        .tied_head = true,
        .bos = -1,
        .eos = -1,
    };
    Model *model;
    TRY(model_new_random(&config, "random", 1, &model, error));
    Step step = {.gradients = gradients_new(&model->parameters),
                 .positions = bench->quick ? POSITIONS_QUICK : POSITIONS_MOST};
    bench_tokens(model, step.ids, step.positions);
    for (int64_t i = 0; i < step.positions; i++)
        step.targets[i] = step.ids[(i + 1) % step.positions];
    Status status = tape_new(model, 1, step.positions, bench->threads, &step.tape, error);
    if (status == STATUS_OK)
        status = measure(bench, &step, error);
    tape_free(step.tape);
    gradients_free(step.gradients, &model->parameters);
    model_free(model);
    return status;
}
