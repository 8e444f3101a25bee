#include "command/command.h"

#include <string.h>

#include "base/translate.h"
#include "run/expression.h"

static Status into_run(Session *session, const Arguments *arguments, Error *error)
{
    Cell cell;
    TRY(expression_cell(session->machine, arguments->rest, strlen(arguments->rest), &cell, error));
    return session_into(session, &cell, error);
}

const Command command_into = {
    .name = "into",
    .arguments = "CELL",
    .help = N_("open the inspector at a cell, or go on to one of its operands: into logits[4, 7]"),
    .kind = ARGUMENT_CELL,
    .least = 1,
    .most = -1,
    .run = into_run,
};
