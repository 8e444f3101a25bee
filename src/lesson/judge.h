/* Is an answer right? Judged over the live session, for every kind of question. */
#ifndef LESSON_JUDGE_H
#define LESSON_JUDGE_H

#include "lesson/lesson.h"
#include "session/session.h"

typedef struct Verdict {
    bool right;
    int option;         /* CHOICE: which one was chosen */
    double number;      /* NUMBER: what was said */
    double wanted;      /* NUMBER: what is right */
    int32_t token;      /* PREDICT: the first token of the guess; -1: none */
    int32_t other;      /* PREDICT: the same without a space in front, where that is another one; else -1 */
    double probability; /* PREDICT: of the guess, after the reveal */
    int64_t rank;
} Verdict;

/* The answer to a question: an option's id or its number from 1; a number (1,210,752 or 37 % or 121만); a guess; a
 * text. FIND and DO look at the session and take any text. USAGE where the answer is not of that kind, which is no
 * miss. A guess is right by being one: judge_guess measures it once it is known what comes. */
Status judge_answer(const Session *session, const Question *question, const char *answer, Verdict *verdict,
                    Error *error);

/* After the reveal: probability and rank of the guess after the last position, with or without a space in front of it,
 * whichever is more probable. */
Status judge_guess(const Session *session, Verdict *verdict, Error *error);

/* Is an option of a choice right, as the session is now? */
Status judge_option(const Session *session, const Option *option, bool *right, Error *error);

#endif
