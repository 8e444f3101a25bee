#include "base/translate.h"
#include "command/arguments.h"
#include "command/lessons.h"

Status lesson_ask(Session *session, const char *command, const char *words, Error *error)
{
    const LessonDesk *lessons = &session->lessons;
    if (!lessons->ask)
        return error_set(error, STATUS_UNSUPPORTED,
                         _("%s: lessons are played on the screen; start with stepformer tui --lesson ID"), command);
    return lessons->ask(lessons->context, words, error);
}

static Status lesson_run(Session *session, const Arguments *arguments, Error *error)
{
    return lesson_ask(session, "lesson", arguments->rest, error);
}

/* For completion; whoever plays the lesson knows what each means. */
static const char *lesson_word(int index)
{
    static const char *const words[] = {"next", "back",    "hint",   "notes",  "reset",
                                        "skip", "sandbox", "return", "reveal", "off"};
    return index < (int)(sizeof words / sizeof *words) ? words[index] : NULL;
}

const Command command_lesson = {
    .name = "lesson",
    .arguments = "[ID|next|back|hint|...|off]",
    .help =
        N_("play a lesson where one left off (3), or from a step on (3.4); alone: the list of lessons; off: close it"),
    .kind = ARGUMENT_LESSON,
    .least = 0,
    .most = 1,
    .choice = lesson_word,
    .run = lesson_run,
};
