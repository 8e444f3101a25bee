/* The lines entered at the `:` line, kept across sessions in $XDG_STATE_HOME/stepformer/history.
 *
 * Nothing depends on it: where it cannot be read or written, that is passed over.
 */
#ifndef TUI_LINE_HISTORY_H
#define TUI_LINE_HISTORY_H

#include "tui/command_line.h"

/* Adds what earlier sessions entered; shortens the file where it has grown long. */
void line_history_load(CommandLine *line);

/* Appends a line in one write, so that sessions side by side do not mix theirs. */
void line_history_add(const char *text);

#endif
