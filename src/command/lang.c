#include "command/arguments.h"

#include <stdio.h>

#include "base/translate.h"
#include "session/language.h"

static Status lang_run(Session *session, const Arguments *arguments, Error *error)
{
    int choice = 0;
    if (arguments->count) {
        TRY(arguments_choice(arguments, 0, &command_lang, &choice, error));
        TRY(language_use(language_code(choice), error));
        snprintf(session->language, sizeof session->language, "%s", language_now());
    }
    buffer_format(&session->output, _("lang %s: the words are in English\n"), session->language);
    return STATUS_OK;
}

const Command command_lang = {
    .name = "lang",
    .arguments = "[ko|en]",
    .help = N_("the language of the screen"),
    .kind = ARGUMENT_CHOICE,
    .least = 0,
    .most = 1,
    .choice = language_code,
    .run = lang_run,
};
