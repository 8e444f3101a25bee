#include "base/file.h"
#include "cli/lesson_parts.h"
#include "lesson/report.h"

static Status write_reports(const Options *options, const Library *library, const Record *record, const char *student,
                            Error *error)
{
    Buffer text = {0}, csv = {0};
    report_text(library, record, student, lesson_language(), &text);
    report_csv(library, record, student, &csv);
    Status status = lesson_write(options, &text, error);
    if (status == STATUS_OK && option_given(options, OPTION_CSV))
        status = file_write(options->text[OPTION_CSV], csv.bytes, csv.length, error);
    buffer_free(&text);
    buffer_free(&csv);
    return status;
}

/* Of the journal that is named by a path, or of --student. */
Status lesson_report_run(const Options *options, const Library *library, Error *error)
{
    const char *student = options->text[OPTION_STUDENT] ? options->text[OPTION_STUDENT] : "me";
    Buffer path = {0};
    Record record = {0};
    Status status = STATUS_OK;
    if (options->word_count > 1)
        buffer_append_text(&path, options->words[1]);
    else
        status = journal_path(student, &path, error);
    if (status == STATUS_OK && !file_exists(buffer_text(&path)))
        status =
            error_set(error, STATUS_NOT_FOUND, "lesson report: %s has no progress yet (%s); name another --student",
                      student, buffer_text(&path));
    if (status == STATUS_OK)
        status = record_read(buffer_text(&path), &record, error);
    if (status == STATUS_OK)
        status = write_reports(options, library, &record, student, error);
    record_free(&record);
    buffer_free(&path);
    return status;
}
