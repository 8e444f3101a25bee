/* The session as a step needs it: everything of a lesson's commands goes through here. */
#ifndef LESSON_STAGE_H
#define LESSON_STAGE_H

#include "lesson/lesson.h"
#include "session/session.h"

/* As a session begins: no text, no edits, no breakpoints, default settings, the first view. Language, theme and colours
 * are the person's and stay. */
Status stage_clear(Session *session, Error *error);

/* Runs commands; what they say is dropped. Commands that write files, leave, or change what is the person's are
 * refused: a lesson may come from anywhere. */
Status stage_run(Session *session, const LineList *commands, Error *error);

#endif
