#include "run/induction.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/random.h"
#include "base/translate.h"
#include "run/machine.h"

void induction_score(const Tensor *pattern, int64_t length, double *scores)
{
    int64_t first = pattern->shape.size[1] - length, counted = length - 1; /* nothing stood behind the last one */
    for (int64_t head = 0; head < pattern->shape.size[0]; head++) {
        double sum = 0;
        for (int64_t i = 0; i < counted; i++) {
            int64_t query = first + i, key = query - length + 1;
            sum += pattern->data[head * pattern->stride[0] + query * pattern->stride[1] + key * pattern->stride[2]];
        }
        scores[head] += sum / (double)counted;
    }
}

static Status find_pattern(const Model *model, int layer, ValueId *value, Error *error)
{
    Buffer name = {0};
    buffer_format(&name, "blocks.%d.attn.pattern", layer);
    *value = program_find_value(&model->program, name.bytes, name.length);
    buffer_free(&name);
    return *value ? STATUS_OK
                  : error_set(error, STATUS_UNSUPPORTED, _("%s: block %d has no attn.pattern; choose a model with one"),
                              model->name, layer);
}

/* One sequence through the machine; adds to scores [layers, heads]. */
static Status score_sequence(Machine *machine, const int32_t *ids, int64_t count, int64_t length, double *scores,
                             Error *error)
{
    const Model *model = machine_model(machine);
    machine_clear(machine);
    TRY(machine_feed(machine, ids, count, NULL, error));
    TRY(machine_go(machine, machine_end(machine), NULL, error));
    for (int layer = 0; layer < (int)model->config.layers; layer++) {
        ValueId value;
        Tensor pattern;
        TRY(find_pattern(model, layer, &value, error));
        if (machine_tensor(machine, 0, value, &pattern))
            induction_score(&pattern, length, scores + layer * model->config.heads);
    }
    return STATUS_OK;
}

static void draw_sequence(const InductionRequest *request, Random *random, int32_t *ids, int64_t length)
{
    for (int64_t i = 0; i < length; i++)
        ids[i] = ids[i + length] = request->tokens[random_below(random, (uint64_t)request->token_count)];
}

static Status measure_all(Machine *machine, const InductionRequest *request, int32_t *ids, int64_t length,
                          const Progress *progress, double *scores, Error *error)
{
    Random random;
    random_seed(&random, request->seed);
    int64_t begins = request->begin >= 0;
    ids[0] = request->begin;
    for (int i = 0; i < request->sequences; i++) {
        draw_sequence(request, &random, ids + begins, length);
        TRY(score_sequence(machine, ids, begins + 2 * length, length, scores, error));
        if (!progress_report(progress, (i + 1.0) / request->sequences))
            return error_set(error, STATUS_CANCELLED, _("induction: stopped; start it again when there is time"));
    }
    return STATUS_OK;
}

Status induction_measure(const Model *model, const InductionRequest *request, const Progress *progress, double *scores,
                         Error *error)
{
    int64_t most = (model->config.context - (request->begin >= 0)) / 2;
    int64_t length = request->length < most ? request->length : most,
            heads = model->config.layers * model->config.heads;
    if (length < 2)
        return error_set(error, STATUS_OUT_OF_RANGE,
                         _("%s: a context of %lld holds no sequence twice; choose a model with a longer one"),
                         model->name, (long long)model->config.context);
    for (int64_t i = 0; i < heads; i++)
        scores[i] = 0;
    Machine *machine = machine_new(model, MACHINE_KEEP, request->threads);
    int32_t *ids = memory_new((size_t)(1 + 2 * length), sizeof *ids);
    Status status = measure_all(machine, request, ids, length, progress, scores, error);
    free(ids);
    machine_free(machine);
    for (int64_t i = 0; i < heads; i++)
        scores[i] /= request->sequences;
    return status;
}
