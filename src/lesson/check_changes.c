/* Was one language changed without the other? changes.json keeps a fingerprint of each section as it was when somebody
 * last said that they say the same; a lesson without that file is not asked. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "lesson/check_parts.h"

enum { FINGERPRINT_LENGTH = 17 };

/* FNV-1a, 64 bits (Fowler, Noll, Vo). */
static void fingerprint(const WordingStep *step, char out[FINGERPRINT_LENGTH])
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (size_t i = 0; i < step->source_length; i++)
        hash = (hash ^ (unsigned char)step->source[i]) * 0x100000001b3u;
    snprintf(out, FINGERPRINT_LENGTH, "%016" PRIx64, hash);
}

static void changes_path(const Lesson *lesson, Buffer *path)
{
    buffer_format(path, "%s/changes.json", lesson->folder);
}

static bool has_changed(const cJSON *noted, const WordingStep *step, const char *language)
{
    char now[FINGERPRINT_LENGTH];
    const char *then = NULL;
    fingerprint(step, now);
    return json_get_text(noted, language, "", &then, NULL) != STATUS_OK || !then || strcmp(then, now) != 0;
}

static void check_step_changes(const CheckPlace *place, const cJSON *json)
{
    const Lesson *lesson = place->lesson;
    const char *id = lesson->steps[place->step].id;
    const cJSON *noted = json_member(json, id);
    bool changed[WORDING_LANGUAGES] = {false}, any = false;
    for (WordingLanguage language = 0; language < WORDING_LANGUAGES; language++) {
        const WordingStep *step = lesson->wording[language] ? wording_step(lesson->wording[language], id) : NULL;
        changed[language] = step && has_changed(noted, step, wording_language_name(language));
        any = any || changed[language];
    }
    for (WordingLanguage language = 0; language < WORDING_LANGUAGES; language++)
        claim(place, !any || changed[language] || !lesson->wording[language],
              "%s was not changed with the other language; see that both say the same, then lesson check --accept",
              wording_language_file(language));
    claim(place, !any || !changed[0] || !changed[1],
          "both languages were changed; see that they say the same, then lesson check --accept");
}

void check_changes(Check *check, const Lesson *lesson)
{
    Buffer path = {0};
    cJSON *json = NULL;
    Error error = {0};
    CheckPlace place = {check, lesson, -1, NULL};
    changes_path(lesson, &path);
    if (file_exists(buffer_text(&path)) && claim_ok(&place, json_read_file(buffer_text(&path), &json, &error), &error))
        for (place.step = 0; place.step < lesson->step_count; place.step++)
            check_step_changes(&place, json);
    cJSON_Delete(json);
    buffer_free(&path);
}

static void print_step(const Lesson *lesson, int step, Buffer *out)
{
    const char *id = lesson->steps[step].id;
    buffer_format(out, "%s  \"%s\": {", step ? ",\n" : "", id);
    int written = 0;
    for (WordingLanguage language = 0; language < WORDING_LANGUAGES; language++) {
        char hash[FINGERPRINT_LENGTH];
        const WordingStep *words = lesson->wording[language] ? wording_step(lesson->wording[language], id) : NULL;
        if (!words)
            continue;
        fingerprint(words, hash);
        buffer_format(out, "%s\"%s\": \"%s\"", written++ ? ", " : "", wording_language_name(language), hash);
    }
    buffer_append_text(out, "}");
}

Status check_accept(const Lesson *lesson, Error *error)
{
    Buffer path = {0}, text = {0};
    changes_path(lesson, &path);
    buffer_append_text(&text, "{\n");
    for (int step = 0; step < lesson->step_count; step++)
        print_step(lesson, step, &text);
    buffer_append_text(&text, "\n}\n");
    Status status = file_write(buffer_text(&path), text.bytes, text.length, error);
    buffer_free(&path);
    buffer_free(&text);
    return status;
}
