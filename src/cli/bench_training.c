/* A step of training: forward, loss, backward, optimiser. */
#include "cli/bench.h"
#include "model/random_model.h"
#include "train/optimizer.h"
#include "train/team.h"

enum { POSITIONS_MOST = 128, POSITIONS_QUICK = 8, SEQUENCES = 16, SEQUENCES_QUICK = 2 };

typedef struct Step {
    Crew *crew;
    Team *team;
    Optimizer optimizer;
    Batch batch;
    int64_t number;
} Step;

static Status forward(void *context, Error *error)
{
    (void)error;
    Step *step = context;
    team_run(step->team, &step->batch, NULL, NULL);
    return STATUS_OK;
}

static Status train(void *context, Error *error)
{
    (void)error;
    Step *step = context;
    team_run(step->team, &step->batch, NULL, (Real *const *const *)step->optimizer.gradients);
    optimizer_gather(&step->optimizer);
    optimizer_step(&step->optimizer, ++step->number, 1e-4, 1);
    return STATUS_OK;
}

static Status measure(Bench *bench, Step *step, Error *error)
{
    const Batch *batch = &step->batch;
    Trial trials[] = {{.run = train, .context = step}, {.run = forward, .context = step}};
    TRY(trials_run(trials, 2, bench_budget(bench), error));
    double tokens = (double)(batch->sequences * batch->context);
    Measure *training = bench_record(bench, "training", tokens / trial_seconds(&trials[0]), "tokens/s",
                                     "training, 4 layers of 128, vocabulary 2048");
    bench_ratio(training, trial_ratio(&trials[0], &trials[1]), "of the time of its forward half");
    return STATUS_OK;
}

static void fill_batch(const Model *model, Batch *batch)
{
    int64_t count = batch->sequences * batch->context;
    bench_tokens(model, batch->tokens, count);
    for (int64_t i = 0; i < count; i++)
        batch->targets[i] = batch->tokens[(i + 1) % count];
    batch->counted = count;
}

static Status step_init(Step *step, Bench *bench, const Model *model, Error *error)
{
    static const AdamW adamw = {.beta1 = 0.9, .beta2 = 0.95, .eps = 1e-8, .weight_decay = 0.1};
    int64_t sequences = bench->quick ? SEQUENCES_QUICK : SEQUENCES,
            positions = bench->quick ? POSITIONS_QUICK : POSITIONS_MOST;
    *step = (Step){.crew = crew_new(bench->threads < sequences ? bench->threads : (int)sequences)};
    TRY(batch_init(&step->batch, sequences, positions, error));
    TRY(team_new(model, sequences, positions, step->crew, &step->team, error));
    TRY(optimizer_init(&step->optimizer, model, &adamw, false, step->crew, error));
    fill_batch(model, &step->batch);
    return STATUS_OK;
}

static void step_free(Step *step)
{
    optimizer_free(&step->optimizer);
    team_free(step->team);
    batch_free(&step->batch);
    crew_free(step->crew);
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
    Step step;
    Status status = step_init(&step, bench, model, error);
    if (status == STATUS_OK)
        status = measure(bench, &step, error);
    step_free(&step);
    model_free(model);
    return status;
}
