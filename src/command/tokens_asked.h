/* What the commands that ask about tokens share. */
#ifndef COMMAND_TOKENS_ASKED_H
#define COMMAND_TOKENS_ASKED_H

#include "command/command.h"

/* Answers a question about the embedding: `inquiry` has its subject; the words are the first arguments, and "raw" or
 * "centered" may follow them. The session then shows it: on its screen, or where it has none as a table in its output.
 * After an error the session still has the last answer. */
Status tokens_ask(Session *session, const Arguments *arguments, EmbeddingInquiry inquiry, Error *error);

/* Lets a view show what was asked. True where somebody sees it; otherwise the command has to print it. */
bool tokens_show_view(Session *session, const char *view);

#endif
