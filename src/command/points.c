#include "base/translate.h"
#include "command/tokens_asked.h"
#include "figure/number.h"
#include "session/embedding_map.h"

static void points_print_one(Session *session, const EmbeddingMap *map, int index)
{
    char x[NUMBER_LENGTH], y[NUMBER_LENGTH];
    buffer_format(&session->output, "%s %s  “", number_format(x, (double)map->projection.at[0][index], NUMBER_WIDTH),
                  number_format(y, (double)map->projection.at[1][index], NUMBER_WIDTH));
    token_choice_show(session->model, &map->points[index], &session->output);
    buffer_append_text(&session->output, "”\n");
}

static Status points_print(Session *session, Error *error)
{
    EmbeddingMap map;
    Status status = embedding_map_read(session, &map, error);
    if (status == STATUS_OK)
        buffer_format(&session->output, _("two axes explain %.1f %% and %.1f %% of the variance\n"),
                      100 * map.projection.explained[0], 100 * map.projection.explained[1]);
    for (int i = 0; i < map.count && status == STATUS_OK; i++)
        points_print_one(session, &map, i);
    embedding_map_free(&map);
    return status;
}

/* Two words can only be a token and from where it is seen. */
static EmbeddingSubject points_subject(int words)
{
    static const EmbeddingSubject subjects[] = {EMBEDDING_TEXT, EMBEDDING_NEIGHBORS, EMBEDDING_NEIGHBORS,
                                                EMBEDDING_ANALOGY, EMBEDDING_ANALOGY};
    return subjects[words];
}

static Status points_run(Session *session, const Arguments *arguments, Error *error)
{
    EmbeddingInquiry inquiry = {.subject = points_subject(arguments->count), .as_map = true};
    TRY(tokens_ask(session, arguments, inquiry, error));
    return session->screen.is_seen ? STATUS_OK : points_print(session, error);
}

const Command command_points = {
    .name = "points",
    .arguments = "[TOKEN|A B C] [raw|centered]",
    .help = N_("embeddings on a plane (PCA): the text's tokens, a token and its neighbours, or an analogy and its own"),
    .kind = ARGUMENT_TOKEN,
    .least = 0,
    .most = INQUIRY_WORDS + 1,
    .run = points_run,
};
