/* The plain text files of a corpus, line by line: comments and blank lines left out, faults named by file and line. */
#ifndef CORPUS_LINES_H
#define CORPUS_LINES_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/status.h"

/* Where something was written, for messages. */
typedef struct Origin {
    const char *file; /* the last part of its path */
    int line;
} Origin;

/* BAD_DATA "FILE:LINE: " and the rest by printf's rules; the rest says WHY; HOW TO MEND IT. */
__attribute__((format(printf, 3, 4))) Status origin_error(Error *error, Origin origin, const char *format, ...);

typedef struct Lines {
    Origin origin;
    char *text; /* the current line without comment and spaces behind; owned by the arena */
    int indent; /* spaces before it, which `text` leaves out */
    char *rest;
} Lines;

/* Reads a whole file (at most 1 MiB of valid UTF-8) into the arena. */
Status lines_open(Lines *lines, Arena *arena, const char *path, Error *error);

/* Goes to the next line that says something; false behind the last. A # at a line's start or behind a space begins a
 * comment. */
bool lines_next(Lines *lines);

#endif
