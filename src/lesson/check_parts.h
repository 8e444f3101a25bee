/* What the checker's files share. Nobody else includes this.
 *
 *     check.c: claims, and the way through a lesson    check_words.c: words alone    check_changes.c: one language
 * changed check_live.c: a step on the live model           check_numbers.c: numbers typed by hand
 */
#ifndef LESSON_CHECK_PARTS_H
#define LESSON_CHECK_PARTS_H

#include "lesson/check.h"
#include "lesson/player.h"

/* Where in which lesson one is, for failures. */
typedef struct CheckPlace {
    Check *check;
    const Lesson *lesson;
    int step;             /* -1: the lesson as a whole */
    const char *language; /* NULL: both */
} CheckPlace;

/* Counts a claim; where it does not hold, notes the message. Returns `holds`. */
__attribute__((format(printf, 3, 4))) bool claim(const CheckPlace *place, bool holds, const char *format, ...);

/* The same for one that hangs on what the model has learnt. */
__attribute__((format(printf, 3, 4))) bool claim_live(const CheckPlace *place, bool holds, const char *format, ...);

/* The same for something that succeeds. */
bool claim_ok(const CheckPlace *place, Status status, const Error *error);

void check_words(Check *check, const Lesson *lesson);
void check_changes(Check *check, const Lesson *lesson);

/* The first number in a Markdown text that is typed by hand: outside of placeholders, code, list marks and the lesson's
 * facts. Its length; 0: none. */
size_t number_by_hand(const Lesson *lesson, const char *text, const char **number);

/* A step, cold, in the language of the place: all that its question and its expectations claim. `player` is open on a
 * fresh session. Appends the page at the start. */
void check_step_live(const CheckPlace *place, Session *session, Player *player, Buffer *page);

/* Gives the right answer to the step that the player is in. */
Status check_solve(Session *session, Player *player, Error *error);

/* The page as text of the pane's width; how many lines. */
size_t check_page(const Player *player, Buffer *out);

#endif
