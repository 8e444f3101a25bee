#include "session/train_corpus.h"

#include "model/find.h"

static Status check_kinds(const TextArray *kinds, Error *error)
{
    int kind;
    for (int i = 0; i < kinds->count; i++)
        TRY(corpus_find_kind(kinds->items[i], &kind, error));
    return STATUS_OK;
}

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
    for (int i = 0; i < recipe->curriculum_count; i++)
        TRY(check_kinds(&recipe->curriculum[i].kinds, error));
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

/* Behind the corpus come the documents of the curriculum's stages. */
static int document_kind(const TrainCorpus *corpus, int64_t index)
{
    const Recipe *recipe = corpus->recipe;
    int64_t end = recipe->generator.documents;
    int kind = corpus->kind;
    for (int i = 0; index >= end && i < recipe->curriculum_count; i++) {
        const TextArray *kinds = &recipe->curriculum[i].kinds;
        end += recipe->curriculum[i].documents;
        if (index < end) /* the names were checked as the corpus was opened */
            corpus_find_kind(kinds->items[index % kinds->count], &kind, NULL);
    }
    return kind;
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
