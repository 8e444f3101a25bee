/* What a model under training has to say. */
#ifndef TRAIN_SAMPLE_H
#define TRAIN_SAMPLE_H

#include "model/model.h"
#include "run/sampler.h"

typedef struct SampleRequest {
    const char *prompt;
    int32_t begin, end; /* a token to put first, one to stop at; below 0: none */
    int64_t tokens;     /* at most so many new ones, and no more than the context holds */
    SamplerSettings settings;
    int threads;
} SampleRequest;

/* Appends the prompt and its continuation. The model has a tokenizer. */
Status sample_text(const Model *model, const SampleRequest *request, Buffer *out, Error *error);

#endif
