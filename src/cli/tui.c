#include "tui/tui.h"

#include <locale.h>
#include <string.h>

#include "base/translate.h"
#include "cli/cli.h"
#include "cli/input.h"
#include "cli/print.h"
#include "command/command.h"
#include "tui/offscreen.h"

static Status set_up(Session *session, const Options *options, Error *error)
{
    if (option_given(options, OPTION_PROMPT)) {
        Buffer prompt = {0};
        Status status = input_text(options->text[OPTION_PROMPT], &prompt, error);
        if (status == STATUS_OK)
            status = session_prompt(session, buffer_text(&prompt), error);
        buffer_free(&prompt);
        TRY(status);
    }
    for (int i = 0; i < options->command_count; i++)
        TRY(command_run(session, options->commands[i], error));
    return STATUS_OK;
}

/* Without a terminal, or with one that cannot place its cursor, there is nothing to interact with: print a walk through
 * one pass. */
static Status show(Session *session, const Options *options, Error *error)
{
    const LessonSetup lessons = {.lesson = options->text[OPTION_LESSON],
                                 .folder = options->text[OPTION_LESSONS],
                                 .pack = options->text[OPTION_PACK],
                                 .student = options->text[OPTION_STUDENT],
                                 .present = option_given(options, OPTION_PRESENT),
                                 .keeps_model = option_given(options, OPTION_MODEL)};
    if (tui_possible())
        return tui_run(session, &lessons, error);
    if (lessons.lesson)
        return error_set(error, STATUS_UNSUPPORTED,
                         _("lesson %s: lessons are played on a terminal; start it in one, or read lesson teacher %s"),
                         lessons.lesson, lessons.lesson);
    Buffer walk = {0};
    print_text(options, buffer_text(&session->output), session->output.length); /* what the -c commands said */
    if (session->quit)
        return STATUS_OK;
    Status status = tui_plain_walk(session, &walk, error);
    print_text(options, buffer_text(&walk), walk.length);
    buffer_free(&walk);
    return status;
}

static Status run(const Options *options, Error *error)
{
    Session *session;
    TRY(session_open(options->text[OPTION_MODEL], &session, error));
    Offscreen *screen = offscreen_new(session); /* for snapshots by -c */
    Status status = set_up(session, options, error);
    offscreen_free(screen);
    if (status == STATUS_OK)
        status = show(session, options, error);
    session_free(session);
    return status;
}

static const OptionId accepted[] = {OPTION_MODEL,   OPTION_PROMPT,  OPTION_LANG,    OPTION_LESSON,
                                    OPTION_PACK,    OPTION_PRESENT, OPTION_STUDENT, OPTION_LESSONS,
                                    OPTION_EXECUTE, OPTION_RAW,     OPTION_HELP,    OPTION_END};

const Subcommand cli_tui = {
    .name = "tui",
    .arguments = "",
    .help = N_("the interactive interpreter (also what starts without a subcommand)"),
    .example = "stepformer --prompt 'Once upon a time'",
    .options = accepted,
    .run = run,
};
