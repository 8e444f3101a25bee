/* Lists of token ids, as prompt and feed take them. */
#ifndef COMMAND_IDS_H
#define COMMAND_IDS_H

#include "command/command.h"
#include "text/tokenizer.h"

/* "1, 2,3". Messages begin with `usage`'s first word and end with it. token_ids_free `out`, after an error too. */
Status ids_parse(const char *usage, const char *list, TokenIds *out, Error *error);

#endif
