#include "command/command.h"

#include <string.h>

#include "base/translate.h"
#include "draw/wrap.h"
#include "run/expression.h"

enum { WIDTH = 76 }; /* of a pager on 80 cells */

static void help_line(Buffer *out, const Command *command)
{
    Buffer usage = {0};
    buffer_format(&usage, "%s %s", command->name, command->arguments);
    wrap_row(out, usage.bytes, 24, _(command->help), WIDTH);
    buffer_free(&usage);
}

static void help_rows(Buffer *out, const FunctionHelp *rows)
{
    for (; rows->name; rows++) {
        Buffer usage = {0};
        buffer_format(&usage, "  %s%s", rows->name, rows->arguments);
        wrap_row(out, usage.bytes, 32, _(rows->help), WIDTH);
        buffer_free(&usage);
    }
}

/* What `print`, `set` and the claims of lessons are written in. */
static void help_expressions(Buffer *out)
{
    buffer_append_text(out,
                       _("Values and weights, whole or in part: logits, embed[0, :], blocks.0.attn.q[-1, 2, :],\n"
                         "blocks.1.attn.pattern[head 2, :, 3:7]; -1 is the last. `inspect` and the program list them.\n"
                         "Between them: + - * / < <= == != >= > and or not, and ( ).\n\nFunctions\n"));
    help_rows(out, expression_functions);
    buffer_append_text(out, _("\nNumbers\n"));
    help_rows(out, expression_facts);
}

static Status help_run(Session *session, const Arguments *arguments, Error *error)
{
    if (!arguments->count) {
        for (int i = 0; commands[i]; i++)
            help_line(&session->output, commands[i]);
        return STATUS_OK;
    }
    if (!strcmp(arguments->words[0], "expressions")) {
        help_expressions(&session->output);
        return STATUS_OK;
    }
    const Command *command = command_find(arguments->words[0], strlen(arguments->words[0]));
    if (!command)
        return error_set(error, STATUS_NOT_FOUND, _("help: there is no command %s; help alone lists them all"),
                         arguments->words[0]);
    help_line(&session->output, command);
    for (int i = 0; command->choice && command->choice(i); i++)
        buffer_format(&session->output, "%s%s%s", i ? ", " : _("one of "), command->choice(i),
                      command->choice(i + 1) ? "" : "\n");
    return STATUS_OK;
}

const Command command_help = {
    .name = "help",
    .arguments = "[COMMAND|expressions]",
    .help = N_("what one can say, what a command does, or what expressions are made of"),
    .kind = ARGUMENT_COMMAND,
    .least = 0,
    .most = 1,
    .run = help_run,
};
