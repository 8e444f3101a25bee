#include "cli/cli.h"

#include <stdio.h>
#include <string.h>

#include "base/translate.h"
#include "cli/help.h"
#include "session/language.h"

#ifndef STEPFORMER_VERSION
#define STEPFORMER_VERSION "unknown"
#endif

const Subcommand *const subcommands[] = {
#define SUBCOMMAND_ROW(name) &cli_##name,
    SUBCOMMAND_LIST(SUBCOMMAND_ROW)
#undef SUBCOMMAND_ROW
        NULL,
};

static const Subcommand *subcommand_find(const char *name)
{
    for (const Subcommand *const *row = subcommands; *row; row++)
        if (!strcmp((*row)->name, name))
            return *row;
    return NULL;
}

static Status no_subcommand(const char *name, Error *error)
{
    return error_set(error, STATUS_USAGE, _("%s: no subcommand of that name; stepformer --help lists them"), name);
}

static Status help_about(const char *name, Error *error)
{
    const Subcommand *subcommand = subcommand_find(name);
    if (!subcommand)
        return no_subcommand(name, error);
    help_one(subcommand);
    return STATUS_OK;
}

static int cli_report(Status status, const Error *error)
{
    if (status != STATUS_OK)
        fprintf(stderr, "stepformer: %s\n", error->message);
    return status_exit_code(status);
}

static Status subcommand_run(const Subcommand *subcommand, int argc, char **argv, Error *error)
{
    Options options;
    TRY(options_parse(argc, argv, subcommand->options, &options, error));
    if (option_given(&options, OPTION_LANG))
        TRY(language_use(options.text[OPTION_LANG], error));
    if (option_given(&options, OPTION_JSON)) /* for programs, which read English */
        TRY(language_use("en", error));
    if (option_given(&options, OPTION_HELP)) {
        help_one(subcommand);
        return STATUS_OK;
    }
    if (options.word_count < subcommand->least)
        return error_set(error, STATUS_USAGE, _("%s: %s is missing; for example: %s"), subcommand->name,
                         subcommand->arguments, subcommand->example);
    if (options.word_count > subcommand->most)
        return error_set(error, STATUS_USAGE, _("%s: \"%s\" is one word too many; quote texts that hold blanks"),
                         subcommand->name, options.words[subcommand->most]);
    return subcommand->run(&options, error);
}

/* --version works behind every subcommand, but not where it is somebody's text. */
static bool asks_version(int argc, char **argv)
{
    return (argc > 1 && !strcmp(argv[1], "--version")) || (argc == 3 && !strcmp(argv[2], "--version"));
}

int cli_main(int argc, char **argv)
{
    Error error = {0};
    const char *first = argc > 1 ? argv[1] : "";
    language_use(language_wanted(), NULL); /* where its words are missing, English does */
    if (!strcmp(first, "help") && argc > 2)
        return cli_report(help_about(argv[2], &error), &error);
    if (!strcmp(first, "--help") || !strcmp(first, "-h") || !strcmp(first, "help")) {
        help_all();
        return 0;
    }
    if (asks_version(argc, argv)) {
        printf("stepformer %s\n", STEPFORMER_VERSION);
        return 0;
    }
    bool named = *first && *first != '-';
    const Subcommand *subcommand = named ? subcommand_find(first) : &cli_tui;
    if (!subcommand)
        return cli_report(no_subcommand(first, &error), &error);
    Status status = subcommand_run(subcommand, named ? argc - 1 : argc, named ? argv + 1 : argv, &error);
    if (fflush(stdout) && status == STATUS_OK)
        status = error_set(&error, STATUS_IO, _("standard output: could not be written; check the disk or the pipe"));
    return cli_report(status, &error);
}
