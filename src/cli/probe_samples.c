#include <string.h>

#include "cli/probe_parts.h"
#include "train/sample.h"

static const uint64_t opening_seed = 0x73616d70; /* stories of which the model gets the first word */

/* The first word of a story that the model never saw. */
static Status append_opening(const Probing *probing, CorpusLanguage language, int index, Buffer *out, Error *error)
{
    CorpusRequest request = {.seed = opening_seed ^ probing->seed,
                             .index = (uint64_t)index,
                             .kind = CORPUS_STORY,
                             .language = (int)language};
    Buffer story = {0};
    Status status = corpus_document(probing->corpus, &request, &story, NULL, error);
    buffer_append(out, buffer_text(&story), strcspn(buffer_text(&story), " \n"));
    buffer_free(&story);
    return status;
}

Status probe_sample(const Probing *probing, CorpusLanguage language, int index, Buffer *out, Error *error)
{
    const ModelConfig *config = &probing->model->config;
    Buffer opening = {0};
    Status status = append_opening(probing, language, index, &opening, error);
    SampleRequest request = {
        .prompt = buffer_text(&opening),
        .begin = (int32_t)config->bos,
        .end = (int32_t)config->eos,
        .tokens = config->context,
        .settings = sampler_defaults,
        .threads = probing->threads,
    };
    request.settings.temperature = PROBE_TEMPERATURE;
    request.settings.top_p = PROBE_TOP_P;
    request.settings.seed = probing->seed + (uint64_t)index;
    if (status == STATUS_OK)
        status = sample_text(probing->model, &request, out, error);
    buffer_free(&opening);
    return status;
}
