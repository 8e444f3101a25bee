#include "session/compare.h"

#include <string.h>

#include "base/translate.h"
#include "command/command.h"

static void compare_show(Session *session)
{
    strcpy(session->focus.view, "diff");
}

static Status compare_run(Session *session, const Arguments *arguments, Error *error)
{
    if (strcmp(arguments->words[0], "off") != 0) {
        TRY(session_compare(session, arguments->words[0], error));
        compare_show(session);
        return STATUS_OK;
    }
    if (!session->comparison)
        return error_set(error, STATUS_NOT_FOUND, _("compare: there is no second model; open one with compare MODEL"));
    session_compare_off(session);
    return STATUS_OK;
}

const Command command_compare = {
    .name = "compare",
    .arguments = "MODEL|off",
    .help = N_("open a second model on the same text, and look at both side by side; off ends it"),
    .kind = ARGUMENT_FILE,
    .least = 1,
    .most = 1,
    .run = compare_run,
};
