#include "command/arguments.h"

#include <stdio.h>

static const char *lang_choice(int index)
{
    static const char *const choices[] = {"en", "ko", NULL};
    return choices[index];
}

static Status lang_run(Session *session, const Arguments *arguments, Error *error)
{
    int choice = 0;
    if (!arguments->count) {
        buffer_format(&session->output, "lang %s\n", session->language);
        return STATUS_OK;
    }
    TRY(arguments_choice(arguments, 0, &command_lang, &choice, error));
    snprintf(session->language, sizeof session->language, "%s", lang_choice(choice));
    if (choice != 0)
        buffer_format(&session->output, "lang: %s kept; the screen has English texts only so far\n", session->language);
    return STATUS_OK;
}

const Command command_lang = {
    .name = "lang",
    .arguments = "[ko|en]",
    .help = "the language of the screen",
    .kind = ARGUMENT_CHOICE,
    .least = 0,
    .most = 1,
    .choice = lang_choice,
    .run = lang_run,
};
