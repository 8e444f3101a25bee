/* The lessons that are installed: folders NN-name, in order. */
#ifndef LESSON_LIBRARY_H
#define LESSON_LIBRARY_H

#include "lesson/lesson.h"

typedef struct Library {
    char *folder;
    Lesson **lessons; /* by number */
    int count;
} Library;

/* Opens all lessons in `folder`; NULL: $STEPFORMER_LESSONS, or those of the checkout or the installation. An error of
 * any of them is an error; a library without lessons is fine. library_free afterwards, after an error too. */
Status library_open(const char *folder, Library *library, Error *error);
void library_free(Library *library);

/* A lesson by its id, its folder's name or its number ("5"); with ".4" behind the number, step 4 too (else -1).
 * NOT_FOUND; the message lists what there is. */
Status library_find(const Library *library, const char *name, const Lesson **lesson, int *step, Error *error);

/* The same by id alone; NULL where there is none. */
const Lesson *library_lesson(const Library *library, const char *id);

#endif
