/* The help screen, made from the tables of keys, views and commands. */
#ifndef TUI_HELP_H
#define TUI_HELP_H

#include "tui/keys.h"

void help_text(const KeyTable *keys, Buffer *out);

#endif
