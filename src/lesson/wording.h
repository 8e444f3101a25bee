/* The words of a lesson in one language: a Markdown file cut into steps and parts.
 *
 *     # Title of the lesson
 *     What it is about, for lists and the teacher's sheet.
 *
 *     ## step-id: Title of the step
 *     Prose.
 *     ### task
 *     What to do now.
 *     ### option mat
 *     The option's text.
 *
 *     What to say when it is chosen.
 *
 * Headings of the first three levels are the file's structure wherever they stand at the beginning of a line, except
 * between ``` fences; everything else is Markdown (prose.h) with placeholders (fill.h).
 */
#ifndef LESSON_WORDING_H
#define LESSON_WORDING_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/status.h"

/* One row per language: name as `lang` takes it, file. */
#define LANGUAGE_LIST(X)                                                                                               \
    X(KO, "ko", "ko.md")                                                                                               \
    X(EN, "en", "en.md")

typedef enum WordingLanguage {
#define LANGUAGE_ENUM(id, name, file) WORDING_IN_##id,
    LANGUAGE_LIST(LANGUAGE_ENUM) WORDING_LANGUAGES
#undef LANGUAGE_ENUM
} WordingLanguage;

const char *wording_language_name(WordingLanguage language);
const char *wording_language_file(WordingLanguage language);
WordingLanguage wording_language_find(const char *name); /* WORDING_LANGUAGES where there is none */

/* One row per kind of part: heading, what follows it in the heading, who sees it. */
#define PART_LIST(X)                                                                                                   \
    X(PROSE, "", NAMELESS)                                                                                             \
    X(TASK, "task", NAMELESS)     /* what to do now */                                                                 \
    X(OPTION, "option", NAMED)    /* a choice: text, blank line, feedback */                                           \
    X(RIGHT, "right", NAMELESS)   /* feedback to a right answer, and when a step without question is done */           \
    X(WRONG, "wrong", NAMELESS)   /* feedback to any other answer */                                                   \
    X(HINT, "hint", NUMBERED)     /* after a miss, one by one */                                                       \
    X(NOTES, "notes", NAMELESS)   /* what stands behind it, as the mathematics: one key away */                        \
    X(ANSWER, "answer", NAMELESS) /* for the teacher: the answer, and what to say about it */                          \
    X(MISCONCEPTION, "misconception", NAMELESS) /* for the teacher: what learners often think instead */               \
    X(TEACHER, "teacher", NAMELESS)             /* for the teacher: anything else */

typedef enum WordingPartKind {
#define PART_ENUM(id, heading, form) WORDING_##id,
    PART_LIST(PART_ENUM) WORDING_PART_COUNT
#undef PART_ENUM
} WordingPartKind;

typedef struct WordingPart {
    WordingPartKind kind;
    const char *name; /* of an option; "" otherwise */
    int number;       /* of a hint, from 1; 0 otherwise */
    int line;         /* where it begins in the file */
    const char *text; /* Markdown without the heading, without blank lines around; of an option: its text */
    const char *more; /* of an option: the feedback; "" otherwise */
} WordingPart;

typedef struct WordingStep {
    const char *id, *title;
    int line;
    WordingPart *parts;
    int part_count;
    const char *source; /* the whole section as the file has it: for noticing changes */
    size_t source_length;
} WordingStep;

typedef struct Wording {
    const char *file;            /* "ko.md", for messages */
    const char *title, *summary; /* of the lesson; the summary may be "" */
    WordingStep *steps;
    int step_count;
    Arena arena;
} Wording;

/* Reads a file. Errors name it and the line. wording_free it. */
Status wording_read(const char *path, Wording **out, Error *error);

/* The same from memory. */
Status wording_parse(const char *text, size_t length, const char *file, Wording **out, Error *error);
void wording_free(Wording *words); /* NULL is fine */

const WordingStep *wording_step(const Wording *words, const char *id); /* NULL where there is none */

/* A part of a step by kind, and by name (options; NULL: any) or number (hints; 0: any); NULL where there is none. */
const WordingPart *wording_part(const WordingStep *step, WordingPartKind kind, const char *name, int number);

/* "hint" */
const char *wording_part_heading(WordingPartKind kind);

#endif
