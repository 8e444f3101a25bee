/* Reading a prompt at once, and writing a text token by token, as `generate` does. */
#include "cli/bench.h"
#include "cli/clock.h"
#include "run/machine.h"
#include "run/sampler.h"

enum { PREFILL_MOST = 128, PREFILL_QUICK = 20, DECODE_MOST = 200, DECODE_QUICK = 20 };

typedef struct Run {
    Sampler sampler;
    Machine *machine;
    int64_t prefill, decode; /* positions */
    int32_t ids[PREFILL_MOST];
} Run;

static Status feed(Run *run, const int32_t *ids, int64_t count, Error *error)
{
    TRY(machine_feed(run->machine, ids, count, NULL, error));
    return machine_go(run->machine, machine_end(run->machine), NULL, error);
}

static Status prefill(void *context, Error *error)
{
    Run *run = context;
    machine_clear(run->machine);
    return feed(run, run->ids, run->prefill, error);
}

static Status decode(void *context, Error *error)
{
    Run *run = context;
    int32_t id = run->ids[0];
    machine_clear(run->machine);
    for (int64_t i = 0; i < run->decode; i++) {
        TRY(feed(run, &id, 1, error));
        id = sampler_choose(&run->sampler, machine_last_logits(run->machine), machine_tokens(run->machine),
                            machine_position_count(run->machine));
    }
    return STATUS_OK;
}

static int64_t at_most(int64_t a, int64_t limit)
{
    return a < limit ? a : limit;
}

/* A large model decodes fewer tokens, so that a round stays within the budget. */
static Status choose_sizes(const Bench *bench, Run *run, Error *error)
{
    enum { SOME = 4 };
    run->prefill = at_most(bench->quick ? PREFILL_QUICK : PREFILL_MOST, bench->model->config.context);
    run->decode = at_most(SOME, bench->model->config.context);
    bench_tokens(bench->model, run->ids, run->prefill);
    TRY(decode(run, error));
    double start = clock_seconds();
    TRY(decode(run, error));
    double affordable = 2 * bench_budget(bench) / (clock_seconds() - start) * SOME;
    int64_t most = at_most(bench->quick ? DECODE_QUICK : DECODE_MOST, bench->model->config.context);
    run->decode = affordable < (double)most ? 1 + (int64_t)affordable : most;
    return STATUS_OK;
}

static Status measure(Bench *bench, Run *run, Error *error)
{
    Trial trials[] = {{.run = prefill, .context = run}, {.run = decode, .context = run}};
    TRY(choose_sizes(bench, run, error));
    TRY(trials_run(trials, 2, 2 * bench_budget(bench), error));
    bench_record(bench, "prefill", (double)run->prefill / trial_seconds(&trials[0]), "tokens/s",
                 "prefill, %d tokens at once", (int)run->prefill);
    bench_record(bench, "decode", (double)run->decode / trial_seconds(&trials[1]), "tokens/s",
                 "decode, %d tokens one by one", (int)run->decode);
    return STATUS_OK;
}

Status bench_pass(Bench *bench, Error *error)
{
    Run run = {.machine = machine_new(bench->model, MACHINE_REUSE, bench->threads)};
    sampler_init(&run.sampler, &sampler_defaults, bench->model->config.vocab);
    Status status = measure(bench, &run, error);
    sampler_free(&run.sampler);
    machine_free(run.machine);
    return status;
}
