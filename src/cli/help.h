/* What --help prints: what there is, what it takes, an example to start with. */
#ifndef CLI_HELP_H
#define CLI_HELP_H

#include "cli/cli.h"

/* All subcommands, a line or two each. */
void help_all(void);

/* One subcommand with its options. */
void help_one(const Subcommand *subcommand);

#endif
