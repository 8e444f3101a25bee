/* The help screen, made from the tables of keys, views and commands. */
#ifndef TUI_HELP_H
#define TUI_HELP_H

#include "base/buffer.h"

void help_text(Buffer *out);

#endif
