#include "command/tokens_asked.h"

#include "base/translate.h"

static Status analogy_run(Session *session, const Arguments *arguments, Error *error)
{
    return tokens_ask(session, arguments, (EmbeddingInquiry){.subject = EMBEDDING_ANALOGY}, error);
}

const Command command_analogy = {
    .name = "analogy",
    .arguments = "A B C [raw|centered]",
    .help = N_("the tokens nearest to A - B + C, these three left out: analogy king man woman"),
    .kind = ARGUMENT_TOKEN,
    .least = INQUIRY_WORDS,
    .most = INQUIRY_WORDS + 1,
    .run = analogy_run,
};
