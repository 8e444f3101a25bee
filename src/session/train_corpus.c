#include "session/train_corpus.h"

#include "model/find.h"

Status train_corpus_open(const Recipe *recipe, TrainCorpus *corpus, Error *error)
{
    *corpus = (TrainCorpus){
        .seed = (uint64_t)recipe->generator.seed,
        .kind = CORPUS_ANY,
        .language = CORPUS_ANY,
        .documents = recipe->generator.documents,
    };
    if (!recipe->generator.documents)
        return STATUS_OK;
    if (recipe->generator.kind)
        TRY(corpus_find_kind(recipe->generator.kind, &corpus->kind, error));
    if (recipe->curriculum.kind)
        TRY(corpus_find_kind(recipe->curriculum.kind, &corpus->first_kind, error));
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
    *corpus = (TrainCorpus){0};
}

Status train_corpus_make(void *context, int64_t index, Buffer *out, Error *error)
{
    const TrainCorpus *corpus = context;
    CorpusRequest request = {
        .seed = corpus->seed,
        .index = (uint64_t)index,
        .kind = index < corpus->documents ? corpus->kind : corpus->first_kind,
        .language = corpus->language,
    };
    return corpus_document(corpus->corpus, &request, out, NULL, error);
}
