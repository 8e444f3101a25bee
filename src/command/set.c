#include "command/edits.h"

#include <string.h>

#include "base/translate.h"
#include "run/expression.h"

/* The "=" between cell and number: not one within quotes, and no comparison. */
static const char *set_equals(const char *text)
{
    bool quoted = false;
    for (const char *at = text; *at; at++) {
        if (*at == '"')
            quoted = !quoted;
        if (*at == '=' && !quoted && at[1] != '=' && (at == text || !strchr("=!<>", at[-1])))
            return at;
    }
    return NULL;
}

static Status set_number(const Session *session, const char *text, Real *number, Error *error)
{
    Result result = {0};
    Status status = expression_evaluate(session->machine, text, strlen(text), &result, error);
    if (status == STATUS_OK && result.tensor.shape.rank)
        status = error_set(error, STATUS_USAGE,
                           _("set: %s is more than one number; take one of its cells, or its mean"), text);
    if (status == STATUS_OK)
        *number = result.numbers[0];
    result_free(&result);
    return status;
}

static Status set_run(Session *session, const Arguments *arguments, Error *error)
{
    if (!arguments->count) {
        edits_list(session);
        return STATUS_OK;
    }
    const char *equals = set_equals(arguments->rest);
    if (!equals)
        return error_set(error, STATUS_USAGE, _("set: there is no =; write set CELL = EXPR"));
    Edit edit = {0};
    size_t length = (size_t)(equals - arguments->rest);
    TRY(expression_region(session->machine, arguments->rest, length, &edit.value, edit.from, edit.to, error));
    TRY(set_number(session, equals + 1 + strspn(equals + 1, " \t"), &edit.number, error));
    return session_edit(session, &edit, error);
}

const Command command_set = {
    .name = "set",
    .arguments = "[CELL = EXPR]",
    .help = N_("overwrite a cell, or a range of them, and run what depends on it again; alone: list the edits"),
    .kind = ARGUMENT_EXPRESSION,
    .least = 0,
    .most = -1,
    .run = set_run,
};
