#include "command/command.h"

#include <string.h>

#include "base/translate.h"
#include "run/explain.h"
#include "run/expression.h"

enum { OPERANDS_MOST = 64 };

static Status explain_run(Session *session, const Arguments *arguments, Error *error)
{
    Cell cell;
    CellExplanation explanation = {0};
    TRY(expression_cell(session->machine, arguments->rest, strlen(arguments->rest), &cell, error));
    Status status = explain_cell(session->machine, &cell, &explanation, error);
    if (status == STATUS_OK) {
        explain_print(session->machine, &explanation, OPERANDS_MOST, &session->output);
        session->focus.cell = cell;
    }
    explain_free(&explanation);
    return status;
}

const Command command_explain = {
    .name = "explain",
    .arguments = "CELL",
    .help = N_("the arithmetic behind one number: explain blocks.0.attn.scores[2, 5, 3]"),
    .kind = ARGUMENT_CELL,
    .least = 1,
    .most = -1,
    .run = explain_run,
};
