#include "session/inquiry.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/translate.h"

int embedding_words(EmbeddingSubject subject)
{
    static const int words[] = {[EMBEDDING_TEXT] = 0, [EMBEDDING_NEIGHBORS] = 1, [EMBEDDING_ANALOGY] = INQUIRY_WORDS};
    return words[subject];
}

static const double signs[INQUIRY_WORDS] = {1, -1, 1};

Status embedding_answer(const Model *model, EmbeddingInquiry *inquiry, Error *error)
{
    Embedding embedding;
    int32_t except[INQUIRY_WORDS * TOKEN_CHOICE_MOST];
    int count = 0;
    TRY(embedding_of(model, &embedding, error));
    double *vector = memory_new((size_t)embedding.d_model, sizeof *vector);
    double *mean = memory_new((size_t)embedding.d_model, sizeof *mean);
    for (int i = 0; i < embedding_words(inquiry->subject); i++) {
        const TokenChoice *word = &inquiry->words[i];
        embedding_add(&embedding, word->ids, word->count, signs[i], vector);
        for (int j = 0; j < word->count; j++)
            except[count++] = word->ids[j];
    }
    if (inquiry->centered)
        embedding_mean(&embedding, mean);
    NeighborQuery query = {vector, inquiry->centered ? mean : NULL, except, count};
    inquiry->found_count = neighbors_find(&embedding, &query, inquiry->found, INQUIRY_NEIGHBORS);
    free(vector);
    free(mean);
    return STATUS_OK;
}

void embedding_show_words(const Model *model, const EmbeddingInquiry *inquiry, Buffer *out)
{
    static const char *const before[INQUIRY_WORDS] = {"“", " − “", " + “"};
    for (int i = 0; i < embedding_words(inquiry->subject); i++) {
        buffer_append_text(out, before[i]);
        token_choice_show(model, &inquiry->words[i], out);
        buffer_append_text(out, "”");
    }
}

void embedding_tell_words(const Model *model, const EmbeddingInquiry *inquiry, Buffer *out)
{
    for (int i = 0; i < embedding_words(inquiry->subject); i++) {
        buffer_append_text(out, i ? " · " : "");
        token_choice_tell(model, &inquiry->words[i], out);
    }
}
