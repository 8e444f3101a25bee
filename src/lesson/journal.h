/* Progress: what one learner did, one JSON object a line, appended and never rewritten.
 *
 *     {"at":1790000000,"lesson":"tokens","step":"bytes","event":"answer","answer":"3","right":true,"try":1,"seconds":41}
 *
 * The file is $XDG_STATE_HOME/stepformer/progress/NAME.jsonl. Each line goes out in one write and is synced, so that a
 * kill loses at most the line that is being written. A last line without its newline is finished by the next journal
 * that opens the file; what is then no JSON is passed over by readers. Lessons and steps are named by their permanent
 * ids: what this version does not know stays in the file.
 */
#ifndef LESSON_JOURNAL_H
#define LESSON_JOURNAL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/status.h"

/* One row per event. */
#define EVENT_LIST(X)                                                                                                  \
    X(START, "start")   /* a step began */                                                                             \
    X(ANSWER, "answer") /* with answer, right, try, seconds since the start; a guess with rank and probability */      \
    X(HINT, "hint")     /* with its number as try */                                                                   \
    X(PASS, "pass")     /* with seconds since the start */                                                             \
    X(SKIP, "skip")     /* the same */                                                                                 \
    X(RESET, "reset")                                                                                                  \
    X(SANDBOX, "sandbox")                                                                                              \
    X(RETURN, "return")                                                                                                \
    X(FINISH, "finish") /* the lesson; its step is the last one */

typedef enum JournalKind {
#define EVENT_ENUM(id, name) EVENT_##id,
    EVENT_LIST(EVENT_ENUM) EVENT_COUNT
#undef EVENT_ENUM
} JournalKind;

typedef struct JournalEvent {
    JournalKind kind;
    int64_t at; /* seconds since 1970; 0 when writing: now */
    const char *lesson, *step;
    const char *answer; /* NULL: none */
    bool right;
    int attempt;    /* from 1 */
    double seconds; /* since the step began */
    int64_t rank;   /* of a guess; 0: not one */
    double probability;
} JournalEvent;

typedef struct Journal Journal;

/* Opens the journal of a learner (NULL or "": "me"), or any file, for appending; folders are made. journal_close it. */
Status journal_open(const char *student, Journal **out, Error *error);
Status journal_open_file(const char *path, Journal **out, Error *error);
void journal_close(Journal *journal); /* NULL is fine */

/* Appends an event. A NULL journal takes it and keeps nothing. */
Status journal_add(Journal *journal, const JournalEvent *event, Error *error);

/* Where a learner's journal is. USAGE for a name that cannot name a file. */
Status journal_path(const char *student, Buffer *path, Error *error);

/* Calls `use` with every event in a file, in order; its texts live until it returns. Lines that are damaged, or of an
 * unknown kind, are counted in *passed_over and skipped. */
typedef void JournalUse(void *context, const JournalEvent *event);
Status journal_read(const char *path, JournalUse *use, void *context, int64_t *passed_over, Error *error);

#endif
