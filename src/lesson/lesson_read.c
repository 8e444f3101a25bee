/* lesson.json -> Lesson. */
#include <ctype.h>
#include <string.h>

#include "lesson/lesson_parts.h"

/* ---- pieces ---- */

Status read_text(const cJSON *object, const char *key, const char *where, Arena *arena, const char **text, Error *error)
{
    const char *found = NULL;
    TRY(json_get_text(object, key, where, &found, error));
    if (found)
        *text = arena_text(arena, found, strlen(found));
    return STATUS_OK;
}

/* One line of text, neither empty nor with a newline: commands and expressions are lines. */
static Status read_line(const cJSON *item, const char *key, const char *where, Arena *arena, const char **text,
                        Error *error)
{
    if (!cJSON_IsString(item) || !*item->valuestring || strchr(item->valuestring, '\n'))
        return error_set(error, STATUS_BAD_DATA, "%s: \"%s\" holds something that is no line of text; mend that entry",
                         where, key);
    *text = arena_text(arena, item->valuestring, strlen(item->valuestring));
    return STATUS_OK;
}

Status read_list(const cJSON *array, const char *key, const char *where, Arena *arena, LineList *list, Error *error)
{
    const cJSON *item;
    if (!cJSON_IsArray(array) || cJSON_GetArraySize(array) > LESSON_LIST_MOST)
        return error_set(error, STATUS_BAD_DATA, "%s: \"%s\" is no list of at most %d texts; mend that entry", where,
                         key, LESSON_LIST_MOST);
    list->texts = arena_new(arena, (size_t)cJSON_GetArraySize(array) + 1, sizeof *list->texts);
    list->count = 0;
    cJSON_ArrayForEach(item, array)
    {
        TRY(read_line(item, key, where, arena, &list->texts[list->count], error));
        list->count++;
    }
    return STATUS_OK;
}

Status read_texts(const cJSON *object, const char *key, const char *where, Arena *arena, LineList *list, Error *error)
{
    const cJSON *array = json_member(object, key);
    return array ? read_list(array, key, where, arena, list, error) : STATUS_OK;
}

Status read_id(const cJSON *object, const char *where, Arena *arena, const char **id, Error *error)
{
    enum { LONGEST = 40 };
    TRY(read_text(object, "id", where, arena, id, error));
    if (!*id || !**id || strlen(*id) > LONGEST)
        return error_set(error, STATUS_BAD_DATA, "%s: \"id\" is missing or longer than %d; add it", where, LONGEST);
    for (const char *c = *id; *c; c++)
        if (!isalnum((unsigned char)*c) && *c != '-')
            return error_set(error, STATUS_BAD_DATA,
                             "%s: the id \"%s\" is not made of letters, digits and -; rename it", where, *id);
    return STATUS_OK;
}

static bool has_word(const char *words, const char *word)
{
    size_t length = strlen(word);
    for (const char *at = words; (at = strstr(at, word)); at += length)
        if ((at == words || at[-1] == ' ') && (at[length] == ' ' || !at[length]))
            return length > 0;
    return false;
}

Status read_keys(const cJSON *object, const char *keys, const char *where, Error *error)
{
    const cJSON *member;
    if (!cJSON_IsObject(object))
        return error_set(error, STATUS_BAD_DATA, "%s: not an object { }; mend that entry", where);
    cJSON_ArrayForEach(member, object)
    {
        if (strchr(member->string, ' ') || !has_word(keys, member->string))
            return error_set(error, STATUS_BAD_DATA, "%s: \"%s\" means nothing here; the keys are %s", where,
                             member->string, keys);
    }
    return STATUS_OK;
}

/* ---- steps ---- */

static Status step_read_members(const cJSON *json, Arena *arena, Step *step, Error *error)
{
    int64_t hints = 0;
    TRY(read_keys(json, "id minutes run expect hints question", step->id, error));
    TRY(json_get_number(json, "minutes", step->id, &step->minutes, error));
    TRY(read_texts(json, "run", step->id, arena, &step->run, error));
    TRY(read_texts(json, "expect", step->id, arena, &step->expect, error));
    TRY(json_get_int(json, "hints", step->id, &hints, error));
    if (hints < 0 || hints > LESSON_HINTS_MOST)
        return error_set(error, STATUS_BAD_DATA, "%s: %lld hints; give 0 to %d", step->id, (long long)hints,
                         LESSON_HINTS_MOST);
    if (!(step->minutes >= 0 && step->minutes <= 60))
        return error_set(error, STATUS_BAD_DATA, "%s: %g minutes; give 0 to 60", step->id, step->minutes);
    step->hints = (int)hints;
    const cJSON *question = json_member(json, "question");
    if (!question)
        return STATUS_OK;
    return question_read(question, arena, &step->question, error) == STATUS_OK ? STATUS_OK
                                                                               : error_prefix(error, step->id);
}

static Status steps_read(const cJSON *json, Lesson *lesson, Error *error)
{
    const cJSON *array = json_member(json, "steps"), *item;
    int count = cJSON_IsArray(array) ? cJSON_GetArraySize(array) : 0;
    if (count < 1 || count > LESSON_STEPS_MOST)
        return error_set(error, STATUS_BAD_DATA, "\"steps\" is no list of 1 to %d steps; mend that entry",
                         LESSON_STEPS_MOST);
    lesson->steps = arena_new(&lesson->arena, (size_t)count, sizeof *lesson->steps);
    cJSON_ArrayForEach(item, array)
    {
        Step *step = &lesson->steps[lesson->step_count];
        TRY(read_id(item, "a step", &lesson->arena, &step->id, error));
        if (lesson_find_step(lesson, step->id) >= 0)
            return error_set(error, STATUS_BAD_DATA, "%s: two steps have this id; rename one", step->id);
        TRY(step_read_members(item, &lesson->arena, step, error));
        lesson->step_count++;
    }
    return STATUS_OK;
}

/* ---- the lesson ---- */

static Status format_read(const cJSON *json, Error *error)
{
    int64_t format = 0;
    TRY(json_need_int(json, "format", "the lesson", &format, error));
    if (format != LESSON_FORMAT)
        return error_set(error, STATUS_UNSUPPORTED,
                         "format %lld; this stepformer reads format %d: install the one that the lesson is for",
                         (long long)format, LESSON_FORMAT);
    return STATUS_OK;
}

static Status members_read(const cJSON *json, Lesson *lesson, Error *error)
{
    static const char where[] = "the lesson";
    Arena *arena = &lesson->arena;
    TRY(read_keys(json, "format id model minutes requires facts steps", where, error));
    TRY(format_read(json, error));
    TRY(read_id(json, where, arena, &lesson->id, error));
    TRY(read_text(json, "model", where, arena, &lesson->model, error));
    TRY(json_get_number(json, "minutes", where, &lesson->minutes, error));
    TRY(read_texts(json, "requires", where, arena, &lesson->requires, error));
    TRY(read_texts(json, "facts", where, arena, &lesson->facts, error));
    return steps_read(json, lesson, error);
}

Status lesson_read(const cJSON *json, Lesson *lesson, Error *error)
{
    return members_read(json, lesson, error) == STATUS_OK ? STATUS_OK : error_prefix(error, "lesson.json");
}
