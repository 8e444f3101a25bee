/* What a journal amounts to: for each step of each lesson what came of it. */
#ifndef LESSON_RECORD_H
#define LESSON_RECORD_H

#include "base/arena.h"
#include "lesson/journal.h"

typedef struct RecordAnswer {
    const char *text;
    bool right;
} RecordAnswer;

typedef struct RecordStep {
    const char *lesson, *step; /* ids, known to this version or not */
    RecordAnswer *answers;     /* in order */
    int answer_count;
    size_t answer_capacity;
    int hints;            /* the most that were shown in one go */
    bool passed, skipped; /* ever; a step that was skipped and later passed is passed */
    double seconds;       /* until it was passed or skipped, all tries together */
    int64_t first, last;  /* when, in seconds since 1970 */
} RecordStep;

typedef struct Record {
    RecordStep *steps; /* in the order in which they were begun */
    size_t count, capacity;
    int64_t passed_over; /* damaged lines */
    Arena arena;
} Record;

/* Reads a journal; a file that is not there is an empty record. record_free afterwards, after an error too. */
Status record_read(const char *path, Record *record, Error *error);
void record_free(Record *record);

const RecordStep *record_find(const Record *record, const char *lesson, const char *step); /* NULL: never begun */

#endif
