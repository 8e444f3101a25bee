/* Where a person's own files are, by the XDG base directory specification (freedesktop.org, 2021). */
#ifndef BASE_USER_FILE_H
#define BASE_USER_FILE_H

#include <stdbool.h>

#include "base/buffer.h"

typedef enum UserPlace {
    USER_CONFIG, /* $XDG_CONFIG_HOME, else ~/.config: what a person writes */
    USER_STATE,  /* $XDG_STATE_HOME, else ~/.local/state: what the program remembers */
} UserPlace;

/* Appends the path of stepformer's file `name` there, which need not exist; false where there is no home. */
bool user_file(UserPlace place, const char *name, Buffer *path);

#endif
