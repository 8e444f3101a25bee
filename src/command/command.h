/* The command language: what one types at the `:` line, binds to keys, and writes in scripts and lessons.
 *
 * A command line is a verb and its arguments. Words are separated by blanks; quotes "…" keep blanks
 * together. Commands whose argument is a text or an expression take the rest of the line as it is.
 * A line that is empty or begins with # does nothing.
 *
 * A new command is one file, src/command/NAME.c, and one row in list.h; enum, help and completion
 * come from there.
 */
#ifndef COMMAND_COMMAND_H
#define COMMAND_COMMAND_H

#include "session/session.h"

typedef struct Arguments {
    const char *rest; /* all after the verb, without blanks around; terminated */
    char **words;     /* the same, cut at blanks, without quotes */
    int count;
} Arguments;

/* What kind of thing the arguments are, for completion and for checking how many there are. */
typedef enum ArgumentKind {
    ARGUMENT_NONE,
    ARGUMENT_NUMBER,
    ARGUMENT_TEXT,       /* the rest of the line */
    ARGUMENT_EXPRESSION, /* the rest of the line */
    ARGUMENT_NAME,       /* of a value */
    ARGUMENT_CELL,
    ARGUMENT_VIEW,
    ARGUMENT_FILE,
    ARGUMENT_CHOICE, /* what `choice` lists */
    ARGUMENT_LESSON, /* a lesson, or what `choice` lists */
    ARGUMENT_THEME,
    ARGUMENT_COMMAND,
    ARGUMENT_TOKEN, /* a token's text, or #ID */
} ArgumentKind;

typedef struct Command {
    const char *name;      /* "top-k" */
    const char *arguments; /* "K", "[N]", "CELL = EXPR": for help */
    const char *help;      /* one line */
    ArgumentKind kind;
    int least, most;                  /* how many words; most -1: any number */
    const char *(*choice)(int index); /* for ARGUMENT_CHOICE and ARGUMENT_LESSON: the i-th; NULL after the last */
    Status (*run)(Session *session, const Arguments *arguments, Error *error);
} Command;

#define COMMAND_DECLARE(name) extern const Command command_##name;
#include "command/list.h"
COMMAND_LIST(COMMAND_DECLARE)
#undef COMMAND_DECLARE

extern const Command *const commands[]; /* list.h's order, ended by NULL */
const Command *command_find(const char *name, size_t length);

/* Runs one line. An unknown verb's error suggests a near one. What succeeds is added to the history; after an
 * error the session is as it was, but for how far a long run has come. */
Status command_run(Session *session, const char *line, Error *error);

/* Runs a script, line by line, until its end or `quit`; an error names the line's number and ends it. `where` is the
 * file's name. */
Status command_run_script(Session *session, const char *text, size_t length, const char *where, Error *error);

/* Appends completions of the last word of `line` to `out`, one a line; returns how many. Each is the whole word. */
int command_complete(const Session *session, const char *line, Buffer *out);

#endif
