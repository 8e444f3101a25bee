/* Reading what commands are given. Messages begin with the command's name. */
#ifndef COMMAND_ARGUMENTS_H
#define COMMAND_ARGUMENTS_H

#include "command/command.h"

/* Cuts `rest` into words; arguments_free afterwards. A quote that is not closed is an error. */
Status arguments_cut(const char *rest, Arguments *out, Error *error);
void arguments_free(Arguments *arguments);

/* Word `index` as a whole number from `least` to `most`; *value stays where there are fewer words. */
Status arguments_int(const Arguments *arguments, int index, const char *what, int64_t least, int64_t most,
                     int64_t *value, Error *error);

/* The same for any finite number. */
Status arguments_number(const Arguments *arguments, int index, const char *what, double *value, Error *error);

/* Word `index` as one of the command's choices: its index. The message lists them. */
Status arguments_choice(const Arguments *arguments, int index, const Command *command, int *choice, Error *error);

/* Word `index` as a token: its text, or #ID. */
Status arguments_token(const Session *session, const Arguments *arguments, int index, int32_t *token, Error *error);

/* Word `index` as a position of the text, negative ones counted from its end; the last one where there are fewer
 * words. NOT_COMPUTED without a text. */
Status arguments_position(const Session *session, const Arguments *arguments, int index, int64_t *position,
                          Error *error);

/* Word `index` as a value of the model. */
Status arguments_value(const Session *session, const Arguments *arguments, int index, ValueId *value, Error *error);

#endif
