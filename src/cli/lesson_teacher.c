#include <string.h>

#include "cli/lesson_parts.h"
#include "lesson/teacher.h"

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), tail = strlen(end);
    return length >= tail && !strcmp(text + length - tail, end);
}

Status lesson_teacher_run(const Options *options, const Library *library, Error *error)
{
    const Lesson *lesson;
    Session *session;
    int step;
    Buffer sheet = {0};
    const char *path = options->text[OPTION_OUTPUT];
    if (options->word_count != 2)
        return error_set(error, STATUS_USAGE, "lesson teacher: which lesson is missing; write lesson teacher ID");
    TRY(library_find(library, options->words[1], &lesson, &step, error));
    TRY(session_open(options->text[OPTION_MODEL] ? options->text[OPTION_MODEL] : lesson->model, &session, error));
    TeacherForm form = path && ends_with(path, ".html") ? TEACHER_HTML : TEACHER_TEXT;
    Status status = teacher_sheet(session, lesson, lesson_language(), form, &sheet, error);
    if (status == STATUS_OK)
        status = lesson_write(options, &sheet, error);
    buffer_free(&sheet);
    session_free(session);
    return status;
}
