#include "lesson/pack.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "lesson/lesson_parts.h"

static Status pack_lesson_read(const cJSON *json, Pack *pack, Error *error)
{
    PackLesson *lesson = &pack->lessons[pack->lesson_count];
    TRY(read_id(json, "a lesson", &pack->arena, &lesson->id, error));
    TRY(read_keys(json, "id steps", lesson->id, error));
    TRY(read_texts(json, "steps", lesson->id, &pack->arena, &lesson->steps, error));
    pack->lesson_count++;
    return STATUS_OK;
}

static Status pack_lessons_read(const cJSON *json, Pack *pack, Error *error)
{
    enum { MOST = 99 };
    const cJSON *array = json_member(json, "lessons"), *item;
    if (!array)
        return STATUS_OK;
    if (!cJSON_IsArray(array) || cJSON_GetArraySize(array) > MOST)
        return error_set(error, STATUS_BAD_DATA, "\"lessons\" is no list of at most %d lessons; mend that entry", MOST);
    pack->lessons = arena_new(&pack->arena, (size_t)cJSON_GetArraySize(array) + 1, sizeof *pack->lessons);
    cJSON_ArrayForEach(item, array)
    {
        TRY(pack_lesson_read(item, pack, error));
    }
    return STATUS_OK;
}

static Status pack_language_read(const cJSON *json, Pack *pack, Error *error)
{
    const char *name = NULL;
    TRY(json_get_text(json, "language", "the pack", &name, error));
    pack->has_language = name != NULL;
    pack->language = name ? wording_language_find(name) : 0;
    if (pack->language == WORDING_LANGUAGES)
        return error_set(error, STATUS_BAD_DATA, "the language \"%s\" is not known; write ko or en", name);
    return STATUS_OK;
}

static Status pack_read(const cJSON *json, Pack *pack, Error *error)
{
    int64_t format = 0;
    TRY(read_keys(json, "format name language seed skip lessons", "the pack", error));
    TRY(json_need_int(json, "format", "the pack", &format, error));
    if (format != LESSON_FORMAT)
        return error_set(error, STATUS_UNSUPPORTED, "format %lld; this stepformer reads format %d", (long long)format,
                         LESSON_FORMAT);
    TRY(read_text(json, "name", "the pack", &pack->arena, &pack->name, error));
    TRY(pack_language_read(json, pack, error));
    pack->has_seed = json_member(json, "seed") != NULL;
    TRY(json_get_int(json, "seed", "the pack", &pack->seed, error));
    if (pack->seed < 0)
        return error_set(error, STATUS_BAD_DATA, "the seed %lld is negative; give 0 or more", (long long)pack->seed);
    TRY(json_get_bool(json, "skip", "the pack", &pack->skip, error));
    return pack_lessons_read(json, pack, error);
}

Status pack_open(const char *path, Pack **out, Error *error)
{
    cJSON *json;
    *out = NULL;
    TRY(json_read_file(path, &json, error));
    Pack *pack = memory_new(1, sizeof *pack);
    pack->name = "";
    pack->skip = true;
    Status status = pack_read(json, pack, error);
    cJSON_Delete(json);
    if (status == STATUS_OK) {
        *out = pack;
        return STATUS_OK;
    }
    pack_free(pack);
    return error_prefix(error, file_name(path));
}

void pack_free(Pack *pack)
{
    if (!pack)
        return;
    Arena arena = pack->arena;
    arena_free(&arena);
    free(pack);
}

static const PackLesson *pack_find(const Pack *pack, const char *lesson)
{
    for (int i = 0; i < pack->lesson_count; i++)
        if (!strcmp(pack->lessons[i].id, lesson))
            return &pack->lessons[i];
    return NULL;
}

bool pack_has_lesson(const Pack *pack, const char *lesson)
{
    return !pack || !pack->lesson_count || pack_find(pack, lesson);
}

bool pack_has_step(const Pack *pack, const char *lesson, const char *step)
{
    if (!pack || !pack->lesson_count)
        return true;
    const PackLesson *found = pack_find(pack, lesson);
    for (int i = 0; found && i < found->steps.count; i++)
        if (!strcmp(found->steps.texts[i], step))
            return true;
    return found && !found->steps.count;
}
