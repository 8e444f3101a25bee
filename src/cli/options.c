#include "cli/options.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/translate.h"

const OptionRow option_rows[OPTION_END] = {
#define OPTION_ROW(id, name, letter, argument, help) [OPTION_##id] = {name, letter, argument, help},
    OPTION_LIST(OPTION_ROW)
#undef OPTION_ROW
};

/* getopt's two tables, from the rows that a subcommand accepts. */
static void options_tables(const OptionId *accepted, struct option *longs, char *shorts)
{
    *shorts++ = ':'; /* tell a missing argument from an unknown option, and print nothing */
    for (; *accepted != OPTION_END; accepted++) {
        const OptionRow *row = &option_rows[*accepted];
        *longs++ =
            (struct option){row->name, row->argument ? required_argument : no_argument, NULL, 256 + (int)*accepted};
        if (!row->letter)
            continue;
        *shorts++ = row->letter;
        if (row->argument)
            *shorts++ = ':';
    }
    *longs = (struct option){0};
    *shorts = '\0';
}

static OptionId option_by_letter(int letter)
{
    for (int id = 0; id < OPTION_END; id++)
        if (option_rows[id].letter && option_rows[id].letter == letter)
            return (OptionId)id;
    return OPTION_END;
}

static Status options_store(Options *options, OptionId id, const char *argument, Error *error)
{
    options->text[id] = argument ? argument : "";
    if (id != OPTION_EXECUTE)
        return STATUS_OK;
    if (options->command_count == OPTION_REPEATS)
        return error_set(error, STATUS_USAGE, _("-c: more than %d commands; put them into a script"), OPTION_REPEATS);
    options->commands[options->command_count++] = argument;
    return STATUS_OK;
}

Status options_parse(int argc, char **argv, const OptionId *accepted, Options *options, Error *error)
{
    struct option longs[OPTION_END + 1];
    char shorts[2 * OPTION_END + 2];
    *options = (Options){0};
    options_tables(accepted, longs, shorts);
    optind = 0; /* getopt's own state: start anew */
    for (int found; (found = getopt_long(argc, argv, shorts, longs, NULL)) != -1;) {
        const char *given = argv[optind - 1];
        if (found == '?')
            return error_set(error, STATUS_USAGE, _("%s: unknown option; see its --help"), given);
        if (found == ':')
            return error_set(error, STATUS_USAGE, _("%s: needs a value; see its --help"), given);
        TRY(options_store(options, found >= 256 ? (OptionId)(found - 256) : option_by_letter(found), optarg, error));
    }
    options->words = argv + optind;
    options->word_count = argc - optind;
    return STATUS_OK;
}

bool option_given(const Options *options, OptionId id)
{
    return options->text[id] != NULL;
}

Status option_int(const Options *options, OptionId id, int64_t least, int64_t most, int64_t otherwise, int64_t *value,
                  Error *error)
{
    *value = otherwise;
    const char *text = options->text[id];
    if (!text)
        return STATUS_OK;
    char *end;
    errno = 0;
    long long number = strtoll(text, &end, 10);
    if (end == text || *end || errno || number < least || number > most)
        return error_set(error, STATUS_USAGE, _("--%s %s: not a whole number from %lld to %lld; give one"),
                         option_rows[id].name, text, (long long)least, (long long)most);
    *value = number;
    return STATUS_OK;
}

Status option_number(const Options *options, OptionId id, double otherwise, double *value, Error *error)
{
    *value = otherwise;
    const char *text = options->text[id];
    if (!text)
        return STATUS_OK;
    char *end;
    double number = strtod(text, &end);
    if (end == text || *end || number != number)
        return error_set(error, STATUS_USAGE, _("--%s %s: not a number; give one as 0.8"), option_rows[id].name, text);
    *value = number;
    return STATUS_OK;
}
