/* What subcommands give out. */
#ifndef CLI_PRINT_H
#define CLI_PRINT_H

#include "base/buffer.h"
#include "cli/options.h"

/* Prints text to standard output: made visible, or with --raw as it is. */
void print_text(const Options *options, const char *text, size_t length);

/* Prints what was built to be printed (JSON, tables whose texts are visible already) and a newline where it ends
 * without one; frees the buffer. */
void print_buffer(Buffer *buffer);

#endif
