/* Does a lesson hold what it says? Every claim of lesson.json and of the words, tried out on the live model.
 *
 * Words: both languages have the same steps, parts and placeholders, and were changed together; no number is typed by
 * hand; every page fits a small terminal. Live: every command runs, from a fresh session and in the course of the
 * lesson alike; what is expected holds, and clearly; the right answer passes, the untouched state and the wrong answers
 * do not.
 */
#ifndef LESSON_CHECK_H
#define LESSON_CHECK_H

#include "base/buffer.h"
#include "lesson/library.h"

/* The lesson pane of a terminal of 80x24: what has to hold a page. */
enum { PANE_WIDTH = 38, PANE_HEIGHT = 20 };

/* The least margin of an expectation, relative (expression_margin): ten times what engines differ by. */
#define CHECK_MARGIN 1e-3

typedef struct CheckSetup {
    const char *model;    /* in place of the lesson's own; NULL: its own */
    bool mutate;          /* take the untrained model: its step-000000, or random weights */
    WordingLanguage only; /* this language; WORDING_LANGUAGES: all that the lesson has */
} CheckSetup;

typedef struct Check {
    Buffer failures;       /* a line each: "01-name 1.3 step-id ko: WHAT: WHY" */
    int claims, failed;    /* of all kinds */
    int live, live_failed; /* those that hang on what the model has learnt */
    double margin;         /* the smallest; INFINITY before any */
    Buffer margin_at;      /* where that is: "1.3 step-id: EXPR" */
} Check;

void check_init(Check *check);
void check_free(Check *check);

/* Checks a lesson and adds to `check`. An error is one that ends the checking: the model cannot be opened. */
Status check_lesson(Check *check, const Library *library, const Lesson *lesson, const CheckSetup *setup, Error *error);

/* Notes that the words of both languages belong together as they are now (changes.json in the lesson's folder). */
Status check_accept(const Lesson *lesson, Error *error);

#endif
