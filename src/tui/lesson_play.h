/* A lesson that is played beside the views: which one, how far, and what is being answered. It knows no screen.
 *
 * Commands ask (lesson, goto 3.4) while they run; what they ask for is done by lesson_play_follow, once they are over:
 * beginning a step runs commands itself.
 */
#ifndef TUI_LESSON_PLAY_H
#define TUI_LESSON_PLAY_H

#include "lesson/library.h"
#include "lesson/player.h"
#include "tui/command_line.h"
#include "tui/lesson_setup.h"
#include "tui/lesson_votes.h"

typedef struct LessonAsked {
    enum { ASKED_NOTHING, ASKED_LIST, ASKED_OFF, ASKED_ACTION, ASKED_STEP } kind;
    PlayerAction action;
    const Lesson *lesson;
    int step; /* -1: where one left off */
} LessonAsked;

/* The list of lessons, to choose from. */
typedef struct LessonList {
    bool active;
    int chosen;
    Record record; /* as it was when the list was opened */
} LessonList;

typedef struct LessonPlay {
    Session *session; /* NULL: there are no lessons here */
    LessonSetup setup;
    Library library;
    bool has_library;
    Pack *pack;
    Journal *journal;
    Player *player; /* NULL: none is played */
    const Lesson *lesson;
    LessonAsked asked;
    LessonList list;
    CommandLine line; /* an answer, or how many hands an option has, while it is typed */
    int option;       /* whose hands are typed, from 1; 0: an answer is */
    Votes votes;
    char language[8];
    int first, shown, lines; /* of the page: what is in sight, of how many; as last drawn */
} LessonPlay;

/* Becomes session->lessons; reads the pack and, where a lesson is to be played, asks for it. lesson_play_free it, after
 * an error too. */
Status lesson_play_init(LessonPlay *play, Session *session, const LessonSetup *setup, Error *error);
void lesson_play_free(LessonPlay *play);

/* Is there a lesson, or the list of them, to be shown? */
bool lesson_is_shown(const LessonPlay *play);

/* Does what a command asked for, takes the language over, and sees whether a goal is reached: after every command. */
Status lesson_play_follow(LessonPlay *play, Error *error);

/* What one does in the lesson; the line is opened where a text is wanted, and the page seen from its top. */
Status lesson_play_act(LessonPlay *play, PlayerAction action, Error *error);
Status lesson_play_answer(LessonPlay *play, const char *answer, Error *error);

/* The question that is open now, or QUESTION_NONE. */
QuestionKind lesson_play_open_question(const LessonPlay *play);

/* The list: opening it, where it can be gone to, and the lesson that is chosen. */
Status lesson_list_open(LessonPlay *play, Error *error);
void lesson_list_close(LessonPlay *play);
Status lesson_list_enter(LessonPlay *play, Error *error);

#endif
