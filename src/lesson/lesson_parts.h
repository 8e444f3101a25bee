/* What the files that read lesson.json share. Nobody else includes this. */
#ifndef LESSON_LESSON_PARTS_H
#define LESSON_LESSON_PARTS_H

#include "base/json.h"
#include "lesson/lesson.h"

/* lesson.json -> everything but folder, slug, number and words. */
Status lesson_read(const cJSON *json, Lesson *lesson, Error *error);

/* A step's "question". */
Status question_read(const cJSON *json, Arena *arena, Question *question, Error *error);

/* Strings are copied into the arena. Absent: *text or *list stays as it was. `where` names the document in messages. */
Status read_text(const cJSON *object, const char *key, const char *where, Arena *arena, const char **text,
                 Error *error);
Status read_texts(const cJSON *object, const char *key, const char *where, Arena *arena, LineList *list, Error *error);

/* The same of a list itself. */
Status read_list(const cJSON *array, const char *key, const char *where, Arena *arena, LineList *list, Error *error);

/* An id that is there and made of letters, digits and -. */
Status read_id(const cJSON *object, const char *where, Arena *arena, const char **id, Error *error);

/* Every key of an object is one of these ("a b c"): a misspelt key would be ignored silently. */
Status read_keys(const cJSON *object, const char *keys, const char *where, Error *error);

#endif
