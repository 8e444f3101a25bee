/* What the player's files share. Nobody else includes this.
 *
 *     player.c: steps, answers, actions    player_page.c: what is shown    player_sandbox.c: away and back
 */
#ifndef LESSON_PLAYER_PARTS_H
#define LESSON_PLAYER_PARTS_H

#include "lesson/player.h"

/* A part's words, filled in when the step began. */
typedef struct PartProse {
    const WordingPart *part;
    Prose text, more;
} PartProse;

struct Player {
    Session *session;
    const Lesson *lesson;
    PlayerSetup setup;
    int *steps; /* [step_count] picked ones, in the lesson's order; owned */
    int step_count;
    int at; /* index into `steps` */
    PlayerPhase phase;
    int tries, hints;
    bool notes, has_verdict;
    Verdict verdict;
    double began; /* monotonic seconds */
    Error fault;
    PartProse *parts; /* [part_count]; owned */
    int part_count;
    Prose feedback, page;
    /* the sandbox */
    PlayerPhase left_in;
    size_t history_from; /* commands of the session from here on are the person's, in this step */
    char **done;         /* [done_count] those before the last sandbox; owned */
    size_t done_count, done_capacity;
    Focus left_at;
};

const WordingStep *player_words(const Player *player);

/* Fills the step's parts in, as the session is now. */
void player_read_parts(Player *player);
void player_free_parts(Player *player);

/* Fills the feedback in: what the verdict has to say. */
void player_read_feedback(Player *player);

/* Composes the page anew. */
void player_compose(Player *player);

Status sandbox_enter(Player *player, Error *error);
Status sandbox_return(Player *player, Error *error);
void sandbox_forget(Player *player);

#endif
