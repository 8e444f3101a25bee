/* Keys that mean the same in every view, read from a table: assets/keys, then the person's own file.
 *
 * A view's own keys are no part of it: they stand in the view's code beside what they do, with a KeyHint each, and a
 * view is asked first. Hints and help show both.
 */
#ifndef TUI_KEYS_H
#define TUI_KEYS_H

#include "base/arena.h"
#include "view/view.h"

typedef enum KeyAction {
    KEY_COMMAND, /* runs `words` */
    KEY_LINE,    /* opens the `:` line with `words` in it */
    KEY_VIEW,    /* the view of that number */
    KEY_NEXT_VIEW,
    KEY_PREVIOUS_VIEW,
    KEY_DIVIDER, /* moves the line between program and view by `number` columns */
    KEY_HELP,
    KEY_NONE,
} KeyAction;

typedef struct KeyBinding {
    const char *name; /* "Space" */
    Event event;
    KeyAction action;
    const char *words;
    int number;
    const char *hint, *help; /* in English; "": none */
} KeyBinding;

typedef struct KeyTable {
    KeyBinding *bindings; /* [count], in the order of the file */
    size_t count, capacity;
    Arena arena;
} KeyTable;

/* Reads the program's table and the person's. A line with a mistake is left out, so that the key keeps what it did;
 * `error` has the first mistake with file and line. Without any table the few keys remain that one cannot do without.
 * key_table_free after an error too. */
Status key_table_open(KeyTable *table, Error *error);
void key_table_free(KeyTable *table);

/* Reads lines over what is there; `where` is the file's name. */
Status key_table_read(KeyTable *table, const char *text, const char *where, Error *error);

/* What a key does, or NULL. */
const KeyBinding *key_table_find(const KeyTable *table, Event event);

/* The key that has this name: "Space", "n", "↑". */
bool key_parse(const char *name, size_t length, Event *out);

#endif
