#include "cli/help.h"

#include <stdio.h>
#include <string.h>

#include "base/translate.h"
#include "draw/wrap.h"

enum { HELP_WIDTH = 80, NAME_COLUMN = 13, OPTION_COLUMN = 32 };

static void print_row(const char *left, int column, const char *text)
{
    Buffer row = {0};
    wrap_row(&row, left, column, text, HELP_WIDTH);
    fputs(buffer_text(&row), stdout);
    buffer_free(&row);
}

static void print_subcommand(const Subcommand *subcommand)
{
    char left[32];
    snprintf(left, sizeof left, "  %s", subcommand->name);
    print_row(left, NAME_COLUMN, _(subcommand->help));
}

void help_all(void)
{
    print_row("", 0,
              _("stepformer runs a small language model one operation at a time and shows every number on the "
                "way."));
    printf(_("\nusage: stepformer [SUBCOMMAND] [OPTIONS]      without a subcommand: tui\n\n"));
    for (const Subcommand *const *row = subcommands; *row; row++)
        print_subcommand(*row);
    printf(_("\nstepformer SUBCOMMAND --help says more. Start with:\n  %s\n"), cli_tui.example);
}

static void print_option(const OptionRow *row)
{
    char left[64];
    snprintf(left, sizeof left, "  %c%c%s--%s %s", row->letter ? '-' : ' ', row->letter ? row->letter : ' ',
             row->letter ? ", " : "  ", row->name, row->argument ? row->argument : "");
    print_row(left, OPTION_COLUMN, _(row->help));
}

void help_one(const Subcommand *subcommand)
{
    char title[64];
    snprintf(title, sizeof title, "stepformer %s:", subcommand->name);
    print_row(title, (int)strlen(title) + 1, _(subcommand->help));
    printf(_("\nusage: stepformer %s%s%s [OPTIONS]\n\n"), subcommand->name, *subcommand->arguments ? " " : "",
           subcommand->arguments);
    for (const OptionId *id = subcommand->options; *id != OPTION_END; id++)
        print_option(&option_rows[*id]);
    printf(_("\nexample:\n  %s\n"), subcommand->example);
}
