/* What a class did: all journals of a folder together. */
#ifndef LESSON_CLASSROOM_H
#define LESSON_CLASSROOM_H

#include "lesson/library.h"
#include "lesson/record.h"

typedef struct ClassAnswer {
    const char *text;
    int count; /* learners who gave it, each once */
} ClassAnswer;

typedef struct ClassStep {
    const char *lesson, *step;
    int begun, passed, skipped; /* learners */
    int answered, first_right;  /* learners who answered; whose first answer was right */
    int hints;                  /* shown, of all learners */
    ClassAnswer *wrong;         /* growing */
    size_t wrong_count, wrong_capacity;
} ClassStep;

typedef struct Classroom {
    ClassStep *steps; /* those that the library knows in its order, then the others */
    size_t count, capacity;
    int learners;
    int64_t passed_over; /* damaged lines of all journals */
    Arena arena;
} Classroom;

/* Reads every NAME.jsonl in a folder. NOT_FOUND where there is none. classroom_free afterwards, after an error too. */
Status classroom_read(const char *folder, const Library *library, Classroom *classroom, Error *error);
void classroom_free(Classroom *classroom);

/* The wrong answer that most learners gave; NULL: none. */
const ClassAnswer *class_step_commonest(const ClassStep *step);

void classroom_text(const Classroom *classroom, const Library *library, WordingLanguage language, Buffer *out);
void classroom_csv(const Classroom *classroom, Buffer *out);
void classroom_json(const Classroom *classroom, Buffer *out);

#endif
