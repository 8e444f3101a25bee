/* The command line: one subcommand per file, one row in list.h each.
 *
 * A subcommand prints results to standard output and returns a Status; main.c prints the error and
 * turns the status into the exit code.
 */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "cli/options.h"

typedef struct Subcommand {
    const char *name;
    const char *arguments;   /* "TEXT", "CELL", "" */
    const char *help;        /* one line */
    const char *example;     /* a line that one can type */
    int least, most;         /* how many words besides options */
    const OptionId *options; /* accepted ones, ended by OPTION_END */
    Status (*run)(const Options *options, Error *error);
} Subcommand;

#define SUBCOMMAND_DECLARE(name) extern const Subcommand cli_##name;
#include "cli/list.h"
SUBCOMMAND_LIST(SUBCOMMAND_DECLARE)
#undef SUBCOMMAND_DECLARE

extern const Subcommand *const subcommands[]; /* list.h's order, ended by NULL */

/* Runs `stepformer ARGV[1..]`; returns the exit code, having printed any error. */
int cli_main(int argc, char **argv);

#endif
