/* The player: a session, a lesson, and how far one is in it. It draws nothing.
 *
 *     player_open -> player_start -> player_page, player_allows … -> player_act, player_answer, player_watch -> …
 *
 * A step begins cold: the session is cleared and the step's commands are run, so that every step can be started from
 * anywhere. A step with a question is passed by a right answer and not before; one without by going on. Wording are
 * filled in when the step begins and when it is judged, so that they stay what they were when the person moves on in
 * the session. Events go to the journal as they happen.
 *
 * The session, lesson, pack and journal are borrowed and must outlive the player.
 */
#ifndef LESSON_PLAYER_H
#define LESSON_PLAYER_H

#include "lesson/journal.h"
#include "lesson/judge.h"
#include "lesson/pack.h"
#include "lesson/prose.h"
#include "lesson/record.h"

typedef enum PlayerPhase {
    PLAYER_READING, /* a step without a question: NEXT goes on */
    PLAYER_ASKING,  /* an answer is wanted */
    PLAYER_MISSED,  /* the last one was wrong: another is wanted, and hints are there */
    PLAYER_PASSED,  /* the pass screen: NEXT goes on */
    PLAYER_SANDBOX, /* away from the lesson: RETURN leads back */
    PLAYER_DONE,    /* behind the last step */
} PlayerPhase;

/* What one can do besides answering. One row each: id, name, help, and when it is possible (player.c). */
#define PLAYER_ACTION_LIST(X)                                                                                          \
    X(NEXT, next, N_("go on to the next step"), can_go_on)                                                             \
    X(BACK, back, N_("go back to the step before"), can_go_back)                                                       \
    X(HINT, hint, N_("show the next hint"), has_hint)                                                                  \
    X(NOTES, notes, N_("show or hide what stands behind it"), has_notes)                                               \
    X(RESET, reset, N_("begin this step anew"), is_here)                                                               \
    X(SKIP, skip, N_("leave this step out; it is noted as skipped"), may_skip)                                         \
    X(SANDBOX, sandbox, N_("leave the lesson for a while, to try things out"), is_here)                                \
    X(RETURN, return, N_("come back to the same place of the lesson"), is_away)                                        \
    X(REVEAL, reveal, N_("show what comes (for a class that has voted)"), can_reveal)

typedef enum PlayerAction {
#define PLAYER_ACTION_ENUM(id, name, help, when) ACT_##id,
    PLAYER_ACTION_LIST(PLAYER_ACTION_ENUM) ACT_COUNT
#undef PLAYER_ACTION_ENUM
} PlayerAction;

const char *player_action_name(PlayerAction action);
const char *player_action_help(PlayerAction action); /* to be translated */

typedef struct PlayerSetup {
    WordingLanguage language; /* a pack's own goes before it */
    const Pack *pack;         /* NULL: everything, skipping allowed */
    Journal *journal;         /* NULL: nothing is kept */
    bool present;             /* for a projector: no feedback, no notes; REVEAL instead of answers */
} PlayerSetup;

typedef struct Player Player;

/* Opens the player before the first step; nothing runs yet. NOT_FOUND where the pack leaves no step. player_close it.
 */
Status player_open(Session *session, const Lesson *lesson, const PlayerSetup *setup, Player **out, Error *error);
void player_close(Player *player); /* NULL is fine */

/* Begins a step (index in the lesson) cold; an error of its commands names it. */
Status player_start(Player *player, int step, Error *error);

/* The first step that a record has neither as passed nor as skipped; the first of all where there is none. */
int player_resume_step(const Player *player, const Record *record);

/* ---- what to show ---- */

PlayerPhase player_phase(const Player *player);
int player_step(const Player *player);                                       /* index in the lesson */
const Step *player_step_facts(const Player *player);                         /* its question says how to answer */
const char *player_code(const Player *player, char out[LESSON_CODE_LENGTH]); /* "3.4" */
const char *player_title(const Player *player);
int player_place(const Player *player, int *of); /* 2 of 9, among the picked steps */
bool player_allows(const Player *player, PlayerAction action);

/* The whole page, newest on top: title; then verdict, feedback and hints where there are some; prose, options, task.
 * For prose_wrap with the pane's width. Valid until the next call that changes the player. */
const Prose *player_page(const Player *player);

/* A placeholder that could not be filled in since the step began, or STATUS_OK: `lesson check` asks. */
Status player_fault(const Player *player, Error *error);

/* ---- what one does ---- */

/* Judges an answer; afterwards the phase is MISSED or PASSED. USAGE (tell the message, nothing is counted) where it is
 * no answer of the right kind, or none is wanted. */
Status player_answer(Player *player, const char *answer, Error *error);

/* To be called after commands: passes a DO question whose goal is reached. */
Status player_watch(Player *player, Error *error);

/* USAGE where player_allows says no; the message says what is missing. */
Status player_act(Player *player, PlayerAction action, Error *error);

/* Changes the language of the words, at the same place. */
Status player_set_language(Player *player, WordingLanguage language, Error *error);

/* The newest verdict; NULL where nothing was judged in this step. */
const Verdict *player_verdict(const Player *player);

#endif
