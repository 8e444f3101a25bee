/* Decoding with a large model: each token needs every weight once, so that it cannot be faster than reading them. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "cli/bench.h"
#include "cli/computer.h"
#include "model/random_model.h"
#include "run/machine.h"
#include "tensor/vector.h"

enum { POSITIONS = 8 }; /* decoded in a round */

typedef struct Reading {
    const Model *model;
    Machine *machine;
    int threads;
    const bool *multiplied; /* by parameter: is all of it read for each token? */
    double sum;             /* of the weights: somebody has to want it */
} Reading;

/* Tables are only looked up, unless they serve as the head too. */
static bool *find_multiplied(const Model *model)
{
    bool *multiplied = memory_new((size_t)model->parameters.count, sizeof *multiplied);
    for (int i = 0; i < model->program.instruction_count; i++) {
        const Instruction *line = &model->program.instructions[i];
        for (int w = 0; w < OP_WEIGHTS; w++)
            if (line->weight[w] && line->op != &op_embedding)
                multiplied[model->parameters.of_weight[line->weight[w]]] = true;
    }
    return multiplied;
}

static double weight_bytes(const Reading *reading)
{
    double bytes = 0;
    for (int i = 0; i < reading->model->parameters.count; i++)
        if (reading->multiplied[i])
            bytes += (double)reading->model->parameters.list[i].count * sizeof(Real);
    return bytes;
}

static double sum_of(const Real *numbers, int64_t count, int threads)
{
    double sum = 0;
#pragma omp parallel for num_threads(threads) schedule(static) reduction(+ : sum) if (count > 1 << 16)
    for (int t = 0; t < threads; t++) {
        int64_t from = count * t / threads, to = count * (t + 1) / threads;
        sum += vector_sum(numbers + from, to - from);
    }
    return sum;
}

static Status read_weights(void *context, Error *error)
{
    (void)error;
    Reading *reading = context;
    for (int position = 0; position < POSITIONS; position++)
        for (int i = 0; i < reading->model->parameters.count; i++)
            if (reading->multiplied[i])
                reading->sum +=
                    sum_of(reading->model->numbers[i], reading->model->parameters.list[i].count, reading->threads);
    return STATUS_OK;
}

static Status decode(void *context, Error *error)
{
    Reading *reading = context;
    int32_t ids[POSITIONS];
    bench_tokens(reading->model, ids, POSITIONS);
    machine_clear(reading->machine);
    for (int i = 0; i < POSITIONS; i++) {
        TRY(machine_feed(reading->machine, &ids[i], 1, NULL, error));
        TRY(machine_go(reading->machine, machine_end(reading->machine), NULL, error));
    }
    return STATUS_OK;
}

static Status measure(Bench *bench, const Model *model, const char *key, int threads, Error *error)
{
    bool *multiplied = find_multiplied(model);
    Reading reading = {model, machine_new(model, MACHINE_REUSE, threads), threads, multiplied, 0};
    Trial trials[] = {{.run = decode, .context = &reading}, {.run = read_weights, .context = &reading}};
    Status status = trials_run(trials, 2, 2 * bench_budget(bench), error);
    if (status == STATUS_OK) {
        Measure *measure =
            bench_record(bench, key, weight_bytes(&reading) * POSITIONS / trial_seconds(&trials[0]) * 1e-9, "GB/s",
                         "weights read, %.3g million, %d thread%s", weight_bytes(&reading) / sizeof(Real) / 1e6,
                         threads, threads == 1 ? "" : "s");
        bench_ratio(measure, trial_ratio(&trials[1], &trials[0]), "of what adding them up reads");
    }
    machine_free(reading.machine);
    free(multiplied);
    return status;
}

Status bench_bandwidth(Bench *bench, Error *error)
{
    const int heads = bench->quick ? 2 : 12;
    const ModelConfig config = {
        .model_type = "gpt2",
        .layers = bench->quick ? 1 : 12,
        .heads = heads,
        .kv_heads = heads,
        .d_model = 64 * heads,
        .d_head = 64,
        .d_mlp = 256 * heads,
        .vocab = bench->quick ? 256 : 50257,
        .context = 1024,
        .norm_eps = 1e-5,
        .activation = ACTIVATION_GELU_TANH,
        .qkv_bias = true,
        .out_bias = true,
        .mlp_bias = true,
        .tied_head = true,
        .bos = -1,
        .eos = -1,
    };
    const size_t needed = (size_t)1 << 30;
    if (!bench->quick && computer_memory_available() < needed) {
        bench_skip(bench, "bandwidth", "weights read by a large model", "less than 1 GiB of memory is free");
        return STATUS_OK;
    }
    Model *model;
    TRY(model_new_random(&config, "random", 1, &model, error));
    Status status = measure(bench, model, "bandwidth", bench->threads, error);
    if (status == STATUS_OK && bench->threads > 1)
        status = measure(bench, model, "bandwidth_1", 1, error);
    model_free(model);
    return status;
}
