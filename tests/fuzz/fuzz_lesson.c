/* A lesson from anywhere: its logic and its words must end in a lesson or an error, and words in lines. */
#include <stdint.h>
#include <string.h>

#include "lesson/lesson_parts.h"
#include "lesson/prose.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_logic(const char *text, size_t size)
{
    Error error = {0};
    Lesson lesson = {0};
    cJSON *json;
    if (json_parse(text, size, "lesson.json", &json, &error) != STATUS_OK)
        return;
    lesson_read(json, &lesson, &error);
    cJSON_Delete(json);
    arena_free(&lesson.arena);
}

/* Without a session: what has placeholders is left to the unit tests. */
static void wrap_part(const char *markdown)
{
    Prose prose = {0};
    ProseLines lines = {0};
    Error error = {0};
    if (!strstr(markdown, "{{") && prose_read(&prose, NULL, markdown, &error) == STATUS_OK)
        prose_wrap(&prose, 20, &lines);
    prose_lines_free(&lines);
    prose_free(&prose);
}

static void read_words(const char *text, size_t size)
{
    Error error = {0};
    Wording *wording;
    if (wording_parse(text, size, "ko.md", &wording, &error) != STATUS_OK)
        return;
    for (int i = 0; i < wording->step_count; i++)
        for (int p = 0; p < wording->steps[i].part_count; p++)
            wrap_part(wording->steps[i].parts[p].text);
    wording_free(wording);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    read_logic((const char *)data, size);
    read_words((const char *)data, size);
    return 0;
}
