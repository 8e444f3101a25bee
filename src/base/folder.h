/* Folders that come into being whole.
 *
 * What belongs together in several files is written into a folder under a temporary name, which gets its
 * real name at the end: whoever looks sees all of it or nothing, even if the writer is killed.
 */
#ifndef BASE_FOLDER_H
#define BASE_FOLDER_H

#include "base/buffer.h"
#include "base/status.h"

/* Makes a folder and those above it, as far as they are missing. */
Status folder_make(const char *path, Error *error);

/* Makes an empty folder beside `path` and appends its temporary name, which begins with a dot. */
Status folder_begin(const char *path, Buffer *temporary, Error *error);

/* Gives it its name. Nothing may be there under that name. */
Status folder_commit(const char *temporary, const char *path, Error *error);

/* Removes a folder and its files. It first gets a temporary name, so that nobody sees half of it. One that
 * is not there is fine. */
Status folder_remove(const char *path, Error *error);

/* Removes what folder_begin and folder_remove left in `parent` because their process was killed. */
void folder_sweep(const char *parent);

#endif
