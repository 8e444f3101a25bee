/* A class pack: which steps of which lessons a class does, and how. One JSON file, described in lessons/README.md. */
#ifndef LESSON_PACK_H
#define LESSON_PACK_H

#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"
#include "lesson/lesson.h"

typedef struct PackLesson {
    const char *id;
    LineList steps; /* ids, in the lesson's own order whatever the pack's; none: all of them */
} PackLesson;

typedef struct Pack {
    const char *name;  /* of the class, for reports; "" */
    bool has_language; /* the language is fixed */
    WordingLanguage language;
    bool has_seed; /* the random numbers' seed is fixed */
    int64_t seed;
    bool skip;           /* may steps be skipped? */
    PackLesson *lessons; /* none: all */
    int lesson_count;
    Arena arena;
} Pack;

/* Reads a pack. pack_free it. */
Status pack_open(const char *path, Pack **out, Error *error);
void pack_free(Pack *pack); /* NULL is fine */

/* What a pack picks; a pack that is NULL picks everything. */
bool pack_has_lesson(const Pack *pack, const char *lesson);
bool pack_has_step(const Pack *pack, const char *lesson, const char *step);

#endif
