#include "lesson/lesson.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "lesson/lesson_parts.h"

static Status lesson_read_json(Lesson *lesson, Error *error)
{
    Buffer path = {0};
    cJSON *json = NULL;
    buffer_format(&path, "%s/lesson.json", lesson->folder);
    Status status = json_read_file(buffer_text(&path), &json, error);
    if (status == STATUS_OK)
        status = lesson_read(json, lesson, error);
    cJSON_Delete(json);
    buffer_free(&path);
    return status;
}

static Status lesson_read_words(Lesson *lesson, Error *error)
{
    int found = 0;
    for (WordingLanguage language = 0; language < WORDING_LANGUAGES; language++) {
        Buffer path = {0};
        buffer_format(&path, "%s/%s", lesson->folder, wording_language_file(language));
        Status status = STATUS_OK;
        if (file_exists(buffer_text(&path))) {
            status = wording_read(buffer_text(&path), &lesson->wording[language], error);
            found++;
        }
        buffer_free(&path);
        TRY(status);
    }
    if (!found)
        return error_set(error, STATUS_NOT_FOUND, "%s or %s is missing; a lesson needs words in one language at least",
                         wording_language_file(0), wording_language_file(1));
    return STATUS_OK;
}

/* "05-attention" is lesson 5. */
static Status lesson_read_number(Lesson *lesson, Error *error)
{
    int length = 0;
    if (sscanf(lesson->slug, "%2d%n", &lesson->number, &length) != 1 || lesson->number < 1 ||
        lesson->slug[length] != '-')
        return error_set(error, STATUS_BAD_DATA, "a lesson's folder is called NN-name, as 05-attention; rename it");
    return STATUS_OK;
}

Status lesson_open(const char *folder, Lesson **out, Error *error)
{
    Lesson *lesson = memory_new(1, sizeof *lesson);
    size_t length = strlen(folder);
    while (length > 1 && folder[length - 1] == '/')
        length--;
    lesson->folder = arena_text(&lesson->arena, folder, length);
    lesson->slug = file_name(lesson->folder);
    Status status = lesson_read_number(lesson, error);
    if (status == STATUS_OK)
        status = lesson_read_json(lesson, error);
    if (status == STATUS_OK)
        status = lesson_read_words(lesson, error);
    *out = status == STATUS_OK ? lesson : NULL;
    if (status != STATUS_OK) {
        error_prefix(error, lesson->slug);
        lesson_free(lesson);
    }
    return status;
}

void lesson_free(Lesson *lesson)
{
    if (!lesson)
        return;
    for (WordingLanguage language = 0; language < WORDING_LANGUAGES; language++)
        wording_free(lesson->wording[language]);
    Arena arena = lesson->arena;
    arena_free(&arena);
    free(lesson);
}

const char *lesson_code(const Lesson *lesson, int step, char out[LESSON_CODE_LENGTH])
{
    snprintf(out, LESSON_CODE_LENGTH, "%d.%d", lesson->number, step + 1);
    return out;
}

int lesson_find_step(const Lesson *lesson, const char *id)
{
    for (int i = 0; i < lesson->step_count; i++)
        if (!strcmp(lesson->steps[i].id, id))
            return i;
    return -1;
}

const Wording *lesson_wording(const Lesson *lesson, WordingLanguage language)
{
    for (WordingLanguage other = 0; other < WORDING_LANGUAGES && !lesson->wording[language]; other++)
        if (lesson->wording[other])
            language = other;
    return lesson->wording[language];
}
