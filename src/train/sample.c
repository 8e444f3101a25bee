#include "train/sample.h"

#include <string.h>

#include "run/machine.h"

static Status run_pass(Machine *machine, const int32_t *ids, int64_t count, Error *error)
{
    TRY(machine_feed(machine, ids, count, NULL, error));
    return machine_go(machine, machine_end(machine), NULL, error);
}

static Status continue_ids(const Model *model, const SampleRequest *request, Machine *machine, Sampler *sampler,
                           TokenIds *ids, Error *error)
{
    int64_t room = model->config.context - (int64_t)ids->count;
    TRY(run_pass(machine, ids->ids, (int64_t)ids->count, error));
    for (int64_t i = 0; i < request->tokens && i < room; i++) {
        int32_t id = sampler_choose(sampler, machine_last_logits(machine), ids->ids, (int64_t)ids->count);
        if (id == request->end)
            break;
        token_ids_append(ids, id);
        if (i + 1 < request->tokens && i + 1 < room)
            TRY(run_pass(machine, &id, 1, error));
    }
    return STATUS_OK;
}

static Status prompt_ids(const Model *model, const SampleRequest *request, TokenIds *ids, Error *error)
{
    if (request->begin >= 0)
        token_ids_append(ids, request->begin);
    TRY(tokenizer_encode(model->tokenizer, request->prompt, strlen(request->prompt), false, ids, error));
    if (!ids->count)
        return error_set(error, STATUS_BAD_DATA,
                         "samples: a prompt without tokens; write one, or give the config a bos_token_id");
    if ((int64_t)ids->count > model->config.context)
        return error_set(error, STATUS_OUT_OF_RANGE, "samples: a prompt of %zu tokens; the context holds %lld",
                         ids->count, (long long)model->config.context);
    return STATUS_OK;
}

Status sample_text(const Model *model, const SampleRequest *request, Buffer *out, Error *error)
{
    TokenIds ids = {0};
    Sampler sampler;
    Machine *machine = machine_new(model, MACHINE_REUSE, request->threads);
    sampler_init(&sampler, &request->settings, model->config.vocab);
    Status status = prompt_ids(model, request, &ids, error);
    if (status == STATUS_OK)
        status = continue_ids(model, request, machine, &sampler, &ids, error);
    if (status == STATUS_OK)
        status = tokenizer_decode(model->tokenizer, ids.ids, ids.count, true, out, error);
    sampler_free(&sampler);
    machine_free(machine);
    token_ids_free(&ids);
    return status;
}
