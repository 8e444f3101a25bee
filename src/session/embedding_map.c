#include "session/embedding_map.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/translate.h"

static bool points_have(const EmbeddingMap *map, int32_t id)
{
    for (int i = 0; i < map->count; i++)
        if (map->points[i].ids[0] == id)
            return true;
    return false;
}

static void points_add(EmbeddingMap *map, int32_t id)
{
    map->points[map->count++] = (TokenChoice){.ids = {id}, .count = 1, .respelt = -1};
}

static void points_reverse(EmbeddingMap *map)
{
    for (int i = 0, j = map->count - 1; i < j; i++, j--) {
        TokenChoice point = map->points[i];
        map->points[i] = map->points[j];
        map->points[j] = point;
    }
}

/* The different tokens before `position` that are not in the map. */
static int points_left_out(const EmbeddingMap *map, const int32_t *tokens, int64_t positions)
{
    int count = 0;
    for (int64_t at = 0; at < positions; at++) {
        bool again = points_have(map, tokens[at]);
        for (int64_t before = 0; before < at && !again; before++)
            again = tokens[before] == tokens[at];
        count += !again;
    }
    return count;
}

/* Each token once. Where there are too many, the last ones: they are what the text is about now. */
static void points_add_text(EmbeddingMap *map, const Machine *machine)
{
    const int32_t *tokens = machine_tokens(machine);
    int64_t positions = machine_position_count(machine), at = positions;
    while (at > 0 && map->count < EMBEDDING_MAP_MOST)
        if (!points_have(map, tokens[--at]))
            points_add(map, tokens[at]);
    map->left_out = points_left_out(map, tokens, at);
    points_reverse(map);
}

static void points_add_answer(EmbeddingMap *map, const EmbeddingInquiry *inquiry)
{
    for (int i = 0; i < embedding_words(inquiry->subject); i++)
        map->points[map->count++] = inquiry->words[i];
    map->asked = map->count;
    for (int i = 0; i < inquiry->found_count; i++)
        points_add(map, inquiry->found[i].id);
}

static Status points_project(EmbeddingMap *map, const Embedding *embedding, Error *error)
{
    int width = (int)embedding->d_model;
    double *vectors = memory_new((size_t)map->count * (size_t)width, sizeof *vectors);
    for (int i = 0; i < map->count; i++)
        embedding_add(embedding, map->points[i].ids, map->points[i].count, 1, vectors + i * width);
    Status status = projection_fit(vectors, map->count, width, &map->projection, error);
    free(vectors);
    return status;
}

Status embedding_map_read(const Session *session, EmbeddingMap *map, Error *error)
{
    Embedding embedding;
    const EmbeddingInquiry *inquiry = &session->inquiry.embedding;
    *map = (EmbeddingMap){0};
    TRY(embedding_of(session->model, &embedding, error));
    if (inquiry->subject == EMBEDDING_TEXT)
        points_add_text(map, session->machine);
    else
        points_add_answer(map, inquiry);
    if (!map->count)
        return error_set(error, STATUS_NOT_COMPUTED,
                         _("points: there is no text to take tokens from; give one with prompt, or a token to points"));
    return points_project(map, &embedding, error);
}

void embedding_map_free(EmbeddingMap *map)
{
    projection_free(&map->projection);
}
