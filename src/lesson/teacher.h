/* The teacher's sheet of a lesson: minutes, tasks, answers, misconceptions; numbers are the live model's. */
#ifndef LESSON_TEACHER_H
#define LESSON_TEACHER_H

#include "lesson/lesson.h"
#include "session/session.h"

typedef enum TeacherForm {
    TEACHER_TEXT, /* lines of 78 cells */
    TEACHER_HTML, /* a page of its own, with a style for printing */
} TeacherForm;

/* Appends the sheet. The session is used to run every step. */
Status teacher_sheet(Session *session, const Lesson *lesson, WordingLanguage language, TeacherForm form, Buffer *out,
                     Error *error);

#endif
