#include "command/edits.h"

#include <string.h>

#include "base/translate.h"
#include "run/expression.h"

static Status ablate_run(Session *session, const Arguments *arguments, Error *error)
{
    if (!arguments->count) {
        edits_list(session);
        return STATUS_OK;
    }
    Edit edit = {.number = 0};
    TRY(expression_region(session->machine, arguments->rest, strlen(arguments->rest), &edit.value, edit.from, edit.to,
                          error));
    return session_edit(session, &edit, error);
}

const Command command_ablate = {
    .name = "ablate",
    .arguments = "[NAME[head H]]",
    .help = N_("make a value, or a head of it, zero: ablate blocks.0.attn.z[head 3]"),
    .kind = ARGUMENT_CELL,
    .least = 0,
    .most = -1,
    .run = ablate_run,
};
