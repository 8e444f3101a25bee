#include "cli/village.h"

#include "model/find.h"

Status village_open(Corpus **corpus, Error *error)
{
    Buffer folder = {0};
    Status status = data_find("corpus", &folder, error);
    if (status == STATUS_OK)
        status = corpus_open(buffer_text(&folder), corpus, error);
    buffer_free(&folder);
    return status;
}
