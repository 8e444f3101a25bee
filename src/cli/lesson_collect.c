#include "base/file.h"
#include "cli/lesson_parts.h"
#include "lesson/classroom.h"

static Status write_class(const Options *options, const Library *library, const Classroom *classroom, Error *error)
{
    Buffer text = {0}, csv = {0};
    if (option_given(options, OPTION_JSON))
        classroom_json(classroom, &text);
    else
        classroom_text(classroom, library, lesson_language(), &text);
    classroom_csv(classroom, &csv);
    Status status = lesson_write(options, &text, error);
    if (status == STATUS_OK && option_given(options, OPTION_CSV))
        status = file_write(options->text[OPTION_CSV], csv.bytes, csv.length, error);
    buffer_free(&text);
    buffer_free(&csv);
    return status;
}

Status lesson_collect_run(const Options *options, const Library *library, Error *error)
{
    Classroom classroom;
    if (options->word_count != 2)
        return error_set(
            error, STATUS_USAGE,
            "lesson collect: the folder is missing; write lesson collect DIR, with the .jsonl files in it");
    Status status = classroom_read(options->words[1], library, &classroom, error);
    if (status == STATUS_OK)
        status = write_class(options, library, &classroom, error);
    classroom_free(&classroom);
    return status;
}
