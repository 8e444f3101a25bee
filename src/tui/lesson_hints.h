/* The lesson's letters, and what the hints and the help page say of its keys. */
#ifndef TUI_LESSON_HINTS_H
#define TUI_LESSON_HINTS_H

#include "tui/lesson_play.h"

/* They are those that a Korean keyboard tells from their small ones (ㅆ is T, where ㅗ may be h or H). */
typedef struct LessonLetter {
    const char *key;
    PlayerAction action;
    const char *does;
} LessonLetter;

extern const LessonLetter lesson_letters[]; /* ended by a NULL `key` */

/* Can it be shown what comes, for a class that has voted by digits or words? */
bool lesson_votes(const LessonPlay *play);

/* The keys that can be pressed now, ended by a NULL; and all of them, for the help page. */
enum { LESSON_HINTS = 16 };
void lesson_hints(const LessonPlay *play, KeyHint hints[LESSON_HINTS]);
void lesson_help(Buffer *out);

#endif
