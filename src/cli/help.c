#include "cli/help.h"

#include <stdio.h>
#include <string.h>

#include "base/translate.h"
#include "base/utf8.h"
#include "draw/wrap.h"

enum { HELP_WIDTH = 80, NAME_COLUMN = 13, OPTION_COLUMN = 32 };

/* Text from a column on, wrapped; the cursor stands somewhere before it. */
static void print_column(int cursor, int column, const char *text)
{
    size_t next, left = strlen(text);
    for (; left; text += next, left -= next, cursor = 0) {
        size_t length = wrap_line(text, left, HELP_WIDTH - column, wrap_cells, NULL, &next);
        printf("%*s%.*s\n", column - cursor, "", (int)length, text);
    }
}

static void print_row(int column, const char *left, const char *text)
{
    int cells = 2 + utf8_cells(left, strlen(left));
    printf("  %s", left);
    if (cells >= column) {
        printf("\n");
        cells = 0;
    }
    print_column(cells, column, text);
}

void help_all(void)
{
    print_column(0, 0,
                 _("stepformer runs a small language model one operation at a time and shows every number on the "
                   "way."));
    printf(_("\nusage: stepformer [SUBCOMMAND] [OPTIONS]      without a subcommand: tui\n\n"));
    for (const Subcommand *const *row = subcommands; *row; row++)
        print_row(NAME_COLUMN, (*row)->name, _((*row)->help));
    printf(_("\nstepformer SUBCOMMAND --help says more. Start with:\n  %s\n"), cli_tui.example);
}

static void print_option(const OptionRow *row)
{
    char left[64];
    snprintf(left, sizeof left, "%c%c%s--%s %s", row->letter ? '-' : ' ', row->letter ? row->letter : ' ',
             row->letter ? ", " : "  ", row->name, row->argument ? row->argument : "");
    print_row(OPTION_COLUMN, left, _(row->help));
}

void help_one(const Subcommand *subcommand)
{
    char title[64];
    snprintf(title, sizeof title, "stepformer %s: ", subcommand->name);
    printf("%s", title);
    print_column((int)strlen(title), (int)strlen(title), _(subcommand->help));
    printf(_("\nusage: stepformer %s%s%s [OPTIONS]\n\n"), subcommand->name, *subcommand->arguments ? " " : "",
           subcommand->arguments);
    for (const OptionId *id = subcommand->options; *id != OPTION_END; id++)
        print_option(&option_rows[*id]);
    printf(_("\nexample:\n  %s\n"), subcommand->example);
}
