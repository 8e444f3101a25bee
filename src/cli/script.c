#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/translate.h"
#include "cli/cli.h"
#include "cli/input.h"
#include "cli/print.h"
#include "command/command.h"
#include "tui/offscreen.h"

enum { LONGEST_SCRIPT = 16 << 20 };

static Status run_script(Session *session, const Options *options, Error *error)
{
    Buffer script = {0};
    const char *path = options->words[0];
    for (int i = 0; i < options->command_count; i++)
        TRY(command_run(session, options->commands[i], error));
    Status status = file_read(path, LONGEST_SCRIPT, &script, error);
    if (status == STATUS_OK)
        status = command_run_script(session, buffer_text(&script), script.length,
                                    strcmp(path, "-") ? file_name(path) : _("standard input"), error);
    buffer_free(&script);
    return status;
}

static Status run(const Options *options, Error *error)
{
    Session *session;
    TRY(session_open(options->text[OPTION_MODEL], &session, error));
    Offscreen *screen = offscreen_new(session); /* for snapshots */
    Status status = run_script(session, options, error);
    offscreen_free(screen);
    /* What the commands before an error said is worth as much as without it. */
    print_text(options, buffer_text(&session->output), session->output.length);
    session_free(session);
    return status;
}

static const OptionId accepted[] = {OPTION_MODEL, OPTION_EXECUTE, OPTION_RAW, OPTION_HELP, OPTION_END};

const Subcommand cli_script = {
    .name = "script",
    .arguments = "FILE",
    .help = N_("run commands of the command language from a file; - reads standard input"),
    .example = "printf 'prompt Hello\\nfinish\\nprint argmax(logits[-1, :])\\n' | stepformer script -",
    .least = 1,
    .most = 1,
    .options = accepted,
    .run = run,
};
