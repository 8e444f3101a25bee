/* The lessons that are installed: folders NN-name, in order. */
#ifndef LESSON_LIBRARY_H
#define LESSON_LIBRARY_H

#include "base/buffer.h"
#include "lesson/lesson.h"

typedef struct Unread {
    char *slug;
    Error error;
} Unread;

typedef struct Library {
    char *folder;
    Lesson **lessons; /* by number */
    int count;
    Unread *unread; /* lessons with a mistake: they are missing above, the others are there */
    int unread_count;
} Library;

/* Opens all lessons in `folder`; NULL: $STEPFORMER_LESSONS, or those of the checkout or the installation. A lesson with
 * a mistake keeps nobody from the others; a library without lessons is fine. library_free afterwards, after an error
 * too. */
Status library_open(const char *folder, Library *library, Error *error);
void library_free(Library *library);

/* A lesson by its id, its folder's name or its number ("5"); with ".4" behind the number, step 4 too (else -1).
 * NOT_FOUND, and the message lists what there is; for a lesson with a mistake its own error. */
Status library_find(const Library *library, const char *name, const Lesson **lesson, int *step, Error *error);

/* The same by id alone; NULL where there is none. */
const Lesson *library_lesson(const Library *library, const char *id);

/* Appends the numbers of the lessons that come before one: "1, 5"; nothing where none does. */
void library_append_before(const Library *library, const Lesson *lesson, Buffer *out);

#endif
