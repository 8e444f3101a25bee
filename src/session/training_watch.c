#include "session/training_watch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/translate.h"
#include "run/machine.h"
#include "session/training.h"

Status training_watch_tokens(const Model *model, const char *text, TokenIds *ids, Error *error)
{
    int64_t most = model->config.context < WATCHED_TOKENS ? model->config.context : WATCHED_TOKENS;
    if (model->config.bos >= 0)
        token_ids_append(ids, (int32_t)model->config.bos);
    TRY(tokenizer_encode(model->tokenizer, text, strlen(text), false, ids, error));
    if ((int64_t)ids->count > most)
        return error_set(error, STATUS_OUT_OF_RANGE,
                         _("train watch: this text has %zu tokens, at most %lld can be watched; take a shorter one"),
                         ids->count, (long long)most);
    return STATUS_OK;
}

/* Adds the pattern [head, query, key] of a layer. */
static bool copy_pattern(const Machine *machine, int layer, float *numbers)
{
    char name[48];
    Tensor pattern;
    int length = snprintf(name, sizeof name, "blocks.%d.attn.pattern", layer);
    ValueId value = program_find_value(&machine_model(machine)->program, name, (size_t)length);
    if (!value || !machine_tensor(machine, 0, value, &pattern))
        return false;
    int64_t count = shape_count(&pattern.shape);
    for (int64_t i = 0; i < count; i++)
        numbers[i] = (float)pattern.data[i];
    return true;
}

static bool run(Machine *machine, const int32_t *ids, int64_t count, float *numbers)
{
    const ModelConfig *config = &machine_model(machine)->config;
    if (machine_feed(machine, ids, count, NULL, NULL) != STATUS_OK ||
        machine_go(machine, machine_end(machine), NULL, NULL) != STATUS_OK)
        return false;
    for (int64_t layer = 0; layer < config->layers; layer++)
        if (!copy_pattern(machine, (int)layer, numbers + layer * config->heads * count * count))
            return false;
    return true;
}

float *training_watch_patterns(const Model *model, const int32_t *ids, int64_t count)
{
    size_t tile = (size_t)(count * count), heads = (size_t)(model->config.layers * model->config.heads);
    float *numbers = memory_try(heads * tile, sizeof *numbers);
    Machine *machine = machine_new(model, MACHINE_KEEP, 1);
    bool done = numbers && run(machine, ids, count, numbers);
    machine_free(machine);
    if (done)
        return numbers;
    free(numbers);
    return NULL;
}
