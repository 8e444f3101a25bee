#include "command/command.h"

#include <string.h>

#include "base/translate.h"

static void help_line(Buffer *out, const Command *command)
{
    Buffer usage = {0};
    buffer_format(&usage, "%s %s", command->name, command->arguments);
    buffer_format(out, "%-28s %s\n", usage.bytes, _(command->help));
    buffer_free(&usage);
}

static Status help_run(Session *session, const Arguments *arguments, Error *error)
{
    if (!arguments->count) {
        for (int i = 0; commands[i]; i++)
            help_line(&session->output, commands[i]);
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
    .arguments = "[COMMAND]",
    .help = N_("what one can say, or what a command does"),
    .kind = ARGUMENT_COMMAND,
    .least = 0,
    .most = 1,
    .run = help_run,
};
