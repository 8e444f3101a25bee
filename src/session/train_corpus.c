#include "session/train_corpus.h"

#include "model/find.h"

static Status check_stage(const CurriculumStage *stage, Error *error)
{
    int kind, language;
    for (int i = 0; i < stage->kinds.count; i++)
        TRY(corpus_find_kind(stage->kinds.items[i], &kind, error));
    return stage->language ? corpus_find_language(stage->language, &language, error) : STATUS_OK;
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
        TRY(check_stage(&recipe->curriculum[i], error));
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

/* Behind the corpus come the documents of the curriculum's stages. NULL: it is the corpus's own. */
static const CurriculumStage *stage_of(const Recipe *recipe, int64_t index)
{
    int64_t end = recipe->generator.documents;
    for (int i = 0; index >= end && i < recipe->curriculum_count; i++) {
        end += recipe->curriculum[i].documents;
        if (index < end)
            return &recipe->curriculum[i];
    }
    return NULL;
}

Status train_corpus_make(void *context, int64_t index, Buffer *out, Error *error)
{
    const TrainCorpus *corpus = context;
    CorpusRequest request = {
        .seed = corpus->seed,
        .index = (uint64_t)index,
        .kind = corpus->kind,
        .language = corpus->language,
    };
    const CurriculumStage *stage = stage_of(corpus->recipe, index);
    if (stage) /* the names were checked as the corpus was opened */
        corpus_find_kind(stage->kinds.items[index % stage->kinds.count], &request.kind, NULL);
    if (stage && stage->language)
        corpus_find_language(stage->language, &request.language, NULL);
    return corpus_document(corpus->corpus, &request, out, NULL, error);
}
