/* What one learner did, for the learner and the teacher. */
#ifndef LESSON_REPORT_H
#define LESSON_REPORT_H

#include "lesson/library.h"
#include "lesson/record.h"

/* Sums over the steps of a record. */
typedef struct ReportTotals {
    int passed, skipped, begun;
    int questions, first_right; /* steps with an answer; those whose first one was right */
    int hints;
    double minutes;
} ReportTotals;

ReportTotals report_totals(const Record *record);

/* Appends a page of text, in the language of the words. Lessons and steps that the library does not know are listed by
 * their ids. */
void report_text(const Library *library, const Record *record, const char *student, WordingLanguage language,
                 Buffer *out);

/* Appends a header and a row: the totals, and how many steps of each lesson were passed. */
void report_csv(const Library *library, const Record *record, const char *student, Buffer *out);

#endif
