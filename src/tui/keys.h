/* Keys that mean the same everywhere. Hints and help come from this table. */
#ifndef TUI_KEYS_H
#define TUI_KEYS_H

#include "view/view.h"

/* What a key does that is no command of the command language. */
typedef enum KeyAction {
    ACTION_COMMAND, /* runs `command` */
    ACTION_LINE,    /* opens the `:` line with `command` in it */
    ACTION_HELP,
    ACTION_NEXT_VIEW,
    ACTION_PREVIOUS_VIEW,
    ACTION_VIEW, /* the view of that number */
} KeyAction;

typedef struct KeyBinding {
    const char *keys;    /* as hints and help show it */
    const char *letters; /* the characters that do it */
    Press press[2];      /* other keys that do it */
    KeyAction action;
    const char *command;
    const char *hint; /* a word or two; NULL: not in the hint line */
    const char *help; /* a line */
} KeyBinding;

extern const KeyBinding key_bindings[]; /* ends with NULL keys */

/* The binding of an event, or NULL. */
const KeyBinding *key_find(Event event);

#endif
