/* A small lesson in a temporary folder, with every kind of question that a model without a tokenizer can be asked. */
#ifndef SUPPORT_LESSON_H
#define SUPPORT_LESSON_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "base/file.h"
#include "lesson/lesson.h"
#include "support/folder.h"

/* The texts of tests/fixtures/lessons/01-small, read once. */
static inline const char *lesson_text(Buffer *kept, const char *path)
{
    Error error = {0};
    if (!kept->length && file_read(path, 1 << 16, kept, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    return buffer_text(kept);
}

#define LESSON_TEXT(name, file)                                                                                        \
    static inline const char *lesson_##name(void)                                                                      \
    {                                                                                                                  \
        static Buffer kept;                                                                                            \
        return lesson_text(&kept, "tests/fixtures/lessons/01-small/" file);                                            \
    }
LESSON_TEXT(json, "lesson.json")
LESSON_TEXT(en, "en.md")
LESSON_TEXT(ko, "ko.md")
#undef LESSON_TEXT

/* The text with the first `from` replaced by `to`; fails the test where it is not there. free() it. */
static inline char *with(const char *text, const char *from, const char *to)
{
    const char *at = strstr(text, from);
    if (!at)
        fail_msg("\"%s\" is not in the text", from);
    Buffer out = {0};
    buffer_append(&out, text, (size_t)(at - text));
    buffer_append_text(&out, to);
    buffer_append_text(&out, at + strlen(from));
    return buffer_take(&out);
}

static inline void write_text(void **state, const char *name, const char *text)
{
    Error error = {0};
    if (file_write(path_in(state, name).text, text, strlen(text), &error) != STATUS_OK)
        fail_msg("%s", error.message);
}

/* Writes the lesson as 01-small; a text that is NULL leaves that language out. Returns its folder. */
static inline Path write_lesson(void **state, const char *json, const char *en, const char *ko)
{
    mkdir(path_in(state, "01-small").text, 0700);
    write_text(state, "01-small/lesson.json", json);
    if (en)
        write_text(state, "01-small/en.md", en);
    if (ko)
        write_text(state, "01-small/ko.md", ko);
    return path_in(state, "01-small");
}

static inline Lesson *open_lesson(void **state)
{
    Lesson *lesson = NULL;
    Error error = {0};
    if (lesson_open(write_lesson(state, lesson_json(), lesson_en(), lesson_ko()).text, &lesson, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    return lesson;
}

#endif
