/* How long a model folder takes to open. */
#include "cli/bench.h"

static Status open_and_free(void *context, Error *error)
{
    Model *model;
    TRY(model_open(context, &model, error));
    model_free(model);
    return STATUS_OK;
}

Status bench_open(Bench *bench, Error *error)
{
    if (!bench->has_folder) {
        bench_skip(bench, "open", "open the model folder", "no model folder; name one with --model DIR");
        return STATUS_OK;
    }
    Trial open = {.run = open_and_free, .context = bench->model->folder};
    TRY(trials_run(&open, 1, bench_budget(bench), error));
    bench_record(bench, "open", 1e3 * trial_seconds(&open), "ms", "open the model folder");
    return STATUS_OK;
}
