#include <string.h>

#include "base/json.h"
#include "base/translate.h"
#include "cli/lesson_parts.h"
#include "cli/print.h"
#include "lesson/record.h"

static int passed_steps(const Lesson *lesson, const Record *record)
{
    int passed = 0;
    for (int i = 0; i < lesson->step_count; i++) {
        const RecordStep *step = record_find(record, lesson->id, lesson->steps[i].id);
        passed += step && step->passed;
    }
    return passed;
}

/* "  (after 1, 5)" */
static void append_before(const Library *library, const Lesson *lesson, Buffer *out)
{
    Buffer numbers = {0};
    library_append_before(library, lesson, &numbers);
    if (numbers.length)
        buffer_format(out, _("  (after %s)"), buffer_text(&numbers));
    buffer_free(&numbers);
}

static void print_line(const Library *library, const Lesson *lesson, const Record *record, Buffer *out)
{
    const Wording *wording = lesson_wording(lesson, lesson_language());
    buffer_format(out, _("%2d  %-20s %3.0f min  %2d/%d  %s"), lesson->number, lesson->id, lesson->minutes,
                  passed_steps(lesson, record), lesson->step_count, wording->title);
    append_before(library, lesson, out);
    buffer_append_text(out, "\n");
}

static void print_json(const Lesson *lesson, const Record *record, Buffer *out)
{
    const Wording *wording = lesson_wording(lesson, lesson_language());
    buffer_format(out, "{\"number\":%d,\"id\":\"%s\",\"title\":", lesson->number, lesson->id);
    json_append_string(out, wording->title, strlen(wording->title));
    buffer_format(out, ",\"minutes\":%g,\"steps\":%d,\"passed\":%d,\"requires\":[", lesson->minutes, lesson->step_count,
                  passed_steps(lesson, record));
    for (int i = 0; i < lesson->requires.count; i++)
        buffer_format(out, "%s\"%s\"", i ? "," : "", lesson->requires.texts[i]);
    buffer_append_text(out, "]}");
}

static void print_unread_line(const Unread *unread, Buffer *out)
{
    buffer_format(out, "--  %s\n", unread->error.message);
}

static void print_unread_json(const Unread *unread, Buffer *out)
{
    buffer_append_text(out, "{\"folder\":");
    json_append_string(out, unread->slug, strlen(unread->slug));
    buffer_append_text(out, ",\"error\":");
    json_append_string(out, unread->error.message, strlen(unread->error.message));
    buffer_append_text(out, "}");
}

static Status read_record(const Options *options, Record *record, Error *error)
{
    Buffer path = {0};
    Status status = journal_path(options->text[OPTION_STUDENT], &path, error);
    if (status == STATUS_OK)
        status = record_read(buffer_text(&path), record, error);
    buffer_free(&path);
    return status;
}

Status lesson_list_run(const Options *options, const Library *library, Error *error)
{
    Buffer out = {0};
    Record record = {0};
    bool json = option_given(options, OPTION_JSON);
    Status status = read_record(options, &record, error);
    buffer_append_text(&out, json ? "[" : "");
    for (int i = 0; i < library->count && status == STATUS_OK; i++) {
        buffer_append_text(&out, json && i ? "," : "");
        if (json)
            print_json(library->lessons[i], &record, &out);
        else
            print_line(library, library->lessons[i], &record, &out);
    }
    for (int i = 0; i < library->unread_count && status == STATUS_OK; i++) {
        buffer_append_text(&out, json && (i || library->count) ? "," : "");
        (json ? print_unread_json : print_unread_line)(&library->unread[i], &out);
    }
    buffer_append_text(&out, json ? "]" : "");
    if (!library->count && !library->unread_count && !json)
        buffer_format(&out, "%s: no lessons here\n", library->folder);
    if (status == STATUS_OK)
        print_buffer(&out);
    buffer_free(&out);
    record_free(&record);
    return status;
}
