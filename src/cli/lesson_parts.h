/* What the files of `stepformer lesson` share. */
#ifndef CLI_LESSON_PARTS_H
#define CLI_LESSON_PARTS_H

#include "base/buffer.h"
#include "cli/options.h"
#include "lesson/library.h"

/* One row per word behind `lesson`. The words that follow it are words[1 ...] of the options. */
#define LESSON_WORD_LIST(X)                                                                                            \
    X(list)                                                                                                            \
    X(check)                                                                                                           \
    X(teacher)                                                                                                         \
    X(report)                                                                                                          \
    X(collect)

#define LESSON_WORD_DECLARE(name)                                                                                      \
    Status lesson_##name##_run(const Options *options, const Library *library, Error *error);
LESSON_WORD_LIST(LESSON_WORD_DECLARE)
#undef LESSON_WORD_DECLARE

/* The language that was chosen, for words of lessons. */
WordingLanguage lesson_language(void);

/* Writes to --output, or prints. */
Status lesson_write(const Options *options, const Buffer *text, Error *error);

#endif
