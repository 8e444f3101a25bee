#include "command/tokens_asked.h"

#include "base/translate.h"

static Status neighbors_run(Session *session, const Arguments *arguments, Error *error)
{
    return tokens_ask(session, arguments, (EmbeddingInquiry){.subject = EMBEDDING_NEIGHBORS}, error);
}

const Command command_neighbors = {
    .name = "neighbors",
    .arguments = "TOKEN [raw|centered]",
    .help = N_("the tokens whose embeddings point most nearly the same way, by cosine"),
    .kind = ARGUMENT_TOKEN,
    .least = 1,
    .most = 2,
    .run = neighbors_run,
};
