/* A lesson as its folder has it: the logic once (lesson.json), the words in each language (ko.md, en.md).
 *
 * lessons/README.md describes the format for those who write lessons. Everything that is read here is checked before
 * it is used; what holds only with a model at hand (do the commands run, do the claims hold) is for check.h.
 * A lesson is immutable once open; lesson_free frees all that hangs off it.
 */
#ifndef LESSON_LESSON_H
#define LESSON_LESSON_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/status.h"
#include "lesson/wording.h"

enum {
    LESSON_FORMAT = 1,
    LESSON_STEPS_MOST = 99,
    LESSON_LIST_MOST = 64, /* commands, expressions, options or wrong answers in one list */
    LESSON_HINTS_MOST = 5,
    LESSON_CODE_LENGTH = 16, /* "14.99" */
};

/* Strings, or lists of them; owned by the lesson. */
typedef struct LineList {
    const char **texts;
    int count;
} LineList;

/* One row per kind of question: name in lesson.json, what the person is asked for. */
#define QUESTION_LIST(X)                                                                                               \
    X(NONE, "")                                                                                                        \
    X(CHOICE, "choice")                                                                                                \
    X(NUMBER, "number")                                                                                                \
    X(PREDICT, "predict")                                                                                              \
    X(FIND, "find")                                                                                                    \
    X(DO, "do")                                                                                                        \
    X(WRITE, "write")

typedef enum QuestionKind {
#define QUESTION_ENUM(id, name) QUESTION_##id,
    QUESTION_LIST(QUESTION_ENUM) QUESTION_COUNT
#undef QUESTION_ENUM
} QuestionKind;

const char *question_name(QuestionKind kind);

typedef struct Option {
    const char *id;    /* "mat": names its words, "### option mat" */
    const char *right; /* an expression that is true where the option is right; NULL: `is_right` says it */
    bool is_right;
} Option;

typedef struct Question {
    QuestionKind kind;
    Option *options; /* CHOICE */
    int option_count;
    const char *answer;         /* NUMBER: an expression over the live model */
    double tolerance, relative; /* NUMBER: how far off is right still: absolute, or as a share of the answer */
    LineList wrong;             /* NUMBER: expressions that have to be judged wrong */
    LineList *detours;          /* FIND, DO: commands that lead to where it is wrong */
    int detour_count;
    const char *where; /* FIND: true at what is looked for; {layer} {head} {cell} … stand for the place */
    bool of_cell;      /* FIND: the cursor's cell is looked for, not a head */
    LineList goal;     /* DO: all of them true */
    const char *view;  /* DO: this view has to be shown; NULL: any */
    LineList solution; /* FIND, DO: commands that lead there */
    LineList reveal;   /* run when the question has been answered: what was kept back */
} Question;

typedef struct Step {
    const char *id;
    double minutes;  /* 0: not said */
    LineList run;    /* commands, from a session without text, edits and settings */
    LineList expect; /* expressions that hold afterwards, after the reveal where there is one */
    int hints;
    Question question;
} Step;

typedef struct Lesson {
    char *folder;
    const char *slug;  /* the folder's name, "05-attention" */
    int number;        /* 5 */
    const char *id;    /* permanent: progress goes by it */
    const char *model; /* a built-in model's name; NULL: the default */
    double minutes;
    LineList requires; /* ids of lessons that come before */
    LineList facts;    /* numbers that the prose may give as they are: years, names */
    Step *steps;
    int step_count;
    Wording *wording[WORDING_LANGUAGES]; /* NULL where the lesson has no words in that language */
    Arena arena;
} Lesson;

/* Opens a lesson's folder. Errors name the file and the step. */
Status lesson_open(const char *folder, Lesson **out, Error *error);
void lesson_free(Lesson *lesson); /* NULL is fine */

/* "5.2"; `step` from 0. */
const char *lesson_code(const Lesson *lesson, int step, char out[LESSON_CODE_LENGTH]);

/* The step with this id, or -1. */
int lesson_find_step(const Lesson *lesson, const char *id);

/* The words in a language, or in the one that the lesson has. */
const Wording *lesson_wording(const Lesson *lesson, WordingLanguage language);

#endif
