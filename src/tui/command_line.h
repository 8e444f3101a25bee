/* The `:` line: editing, history and completion. It knows no screen. */
#ifndef TUI_COMMAND_LINE_H
#define TUI_COMMAND_LINE_H

#include "draw/canvas.h"
#include "view/view.h"

/* What may stand where the cursor is. */
typedef struct Offers {
    Buffer text;       /* one a line, each the whole word */
    int count, chosen; /* -1: none yet */
    size_t from;       /* where the word begins in the line */
} Offers;

typedef struct CommandLine {
    bool active;
    Buffer text;   /* valid UTF-8 */
    size_t cursor; /* in bytes, at the start of a cluster */
    Buffer *lines; /* [line_count] what was entered before; owned */
    size_t line_count, line_capacity;
    size_t recalled; /* which of them is shown; line_count: the one being written */
    Offers offers;
} CommandLine;

typedef enum CommandLineAnswer { LINE_EDITED, LINE_ENTERED, LINE_LEFT } CommandLineAnswer;

void command_line_open(CommandLine *line, const Session *session, const char *text);
void command_line_free(CommandLine *line);

/* LINE_ENTERED: `text` is to be run; call command_line_close then. */
CommandLineAnswer command_line_handle(CommandLine *line, const Session *session, Event event);

/* Ends editing; `remember` adds the text to those entered before, and says whether it is new among them. */
bool command_line_close(CommandLine *line, bool remember);

/* Adds a line to those that were entered before, unless it is empty or the newest again. */
bool command_line_remember(CommandLine *line, const char *text);

/* Draws it in rect's first line behind a mark, scrolled so that the cursor is in sight; returns the cursor's x. */
int command_line_draw(const CommandLine *line, const char *mark, Canvas *canvas, Rect rect);

/* Draws at the bottom of rect what may be written next and what the command does. */
void command_line_draw_offers(const CommandLine *line, Canvas *canvas, Rect rect);

#endif
