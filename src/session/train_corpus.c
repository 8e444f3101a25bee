#include "session/train_corpus.h"

#include <stdlib.h>

#include "base/memory.h"
#include "model/find.h"

Status train_corpus_open(const Recipe *recipe, TrainCorpus *corpus, Error *error)
{
    *corpus = (TrainCorpus){
        .seed = (uint64_t)recipe->generator.seed,
        .kind = CORPUS_ANY,
        .language = CORPUS_ANY,
        .recipe = recipe,
    };
    if (!recipe->generator.documents)
        return STATUS_OK;
    if (recipe->generator.kind)
        TRY(corpus_find_kind(recipe->generator.kind, &corpus->kind, error));
    corpus->stage_kinds = memory_new((size_t)recipe->curriculum_count + 1, sizeof *corpus->stage_kinds);
    for (int i = 0; i < recipe->curriculum_count; i++)
        TRY(corpus_find_kind(recipe->curriculum[i].kind, &corpus->stage_kinds[i], error));
    if (recipe->generator.language)
        TRY(corpus_find_language(recipe->generator.language, &corpus->language, error));
    Buffer folder = {0};
    Status status = data_find("corpus", &folder, error);
    if (status == STATUS_OK)
        status = corpus_open(buffer_text(&folder), &corpus->corpus, error);
    buffer_free(&folder);
    return status;
}

void train_corpus_free(TrainCorpus *corpus)
{
    corpus_free(corpus->corpus);
    free(corpus->stage_kinds);
    *corpus = (TrainCorpus){0};
}

/* Behind the corpus come the documents of the curriculum's stages. */
static int document_kind(const TrainCorpus *corpus, int64_t index)
{
    const Recipe *recipe = corpus->recipe;
    int64_t end = recipe->generator.documents;
    for (int i = 0; index >= end && i < recipe->curriculum_count; i++) {
        end += recipe->curriculum[i].documents;
        if (index < end)
            return corpus->stage_kinds[i];
    }
    return corpus->kind;
}

Status train_corpus_make(void *context, int64_t index, Buffer *out, Error *error)
{
    const TrainCorpus *corpus = context;
    CorpusRequest request = {
        .seed = corpus->seed,
        .index = (uint64_t)index,
        .kind = document_kind(corpus, index),
        .language = corpus->language,
    };
    return corpus_document(corpus->corpus, &request, out, NULL, error);
}
