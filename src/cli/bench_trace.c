/* What it costs to keep every value of a pass. */
#include "cli/bench.h"
#include "run/machine.h"

enum { TOKENS_FEW = 13, TOKENS_MANY = 128, TOKENS_QUICK = 20 };

typedef struct Pass {
    const Bench *bench;
    MachineMode mode;
    int64_t count;
} Pass;

/* All that a pass takes, memory and its return included. */
static Status run_pass(void *context, Error *error)
{
    const Pass *pass = context;
    int32_t ids[TOKENS_MANY];
    bench_tokens(pass->bench->model, ids, pass->count);
    Machine *machine = machine_new(pass->bench->model, pass->mode, pass->bench->threads);
    Status status = machine_feed(machine, ids, pass->count, NULL, error);
    if (status == STATUS_OK)
        status = machine_go(machine, machine_end(machine), NULL, error);
    machine_free(machine);
    return status;
}

static Status measure(Bench *bench, const char *key, int64_t count, Error *error)
{
    Pass kept = {bench, MACHINE_KEEP, count}, reused = {bench, MACHINE_REUSE, count};
    Trial trials[] = {{.run = run_pass, .context = &kept}, {.run = run_pass, .context = &reused}};
    TRY(trials_run(trials, 2, bench_budget(bench), error));
    Measure *traced =
        bench_record(bench, key, 1e3 * trial_seconds(&trials[0]), "ms", "traced pass, %d tokens", (int)count);
    bench_ratio(traced, trial_ratio(&trials[0], &trials[1]), "of an untraced pass");
    return STATUS_OK;
}

Status bench_trace(Bench *bench, Error *error)
{
    int64_t context = bench->model->config.context, many = bench->quick ? TOKENS_QUICK : TOKENS_MANY;
    TRY(measure(bench, "traced_short", context < TOKENS_FEW ? context : TOKENS_FEW, error));
    return measure(bench, "traced_long", context < many ? context : many, error);
}
