#include "command/command.h"

#include <stdlib.h>
#include <string.h>

#include "base/translate.h"
#include "text/tokenizer.h"

/* "1, 2,3" */
static Status prompt_ids(Session *session, const char *list, Error *error)
{
    TokenIds ids = {0};
    const char *at = list;
    while (*(at += strspn(at, " ,\t"))) {
        char *end;
        long id = strtol(at, &end, 10);
        if (end == at || id < 0 || id > INT32_MAX || (*end && !strchr(" ,\t", *end))) {
            token_ids_free(&ids);
            return error_set(error, STATUS_USAGE, _("prompt: %s is no list of token ids; write prompt --ids 1,2,3"),
                             list);
        }
        token_ids_append(&ids, (int32_t)id);
        at = end;
    }
    Status status = session_ids(session, ids.ids, (int64_t)ids.count, error);
    token_ids_free(&ids);
    return status;
}

static Status prompt_run(Session *session, const Arguments *arguments, Error *error)
{
    static const char option[] = "--ids";
    size_t length = sizeof option - 1;
    if (!strncmp(arguments->rest, option, length) && strchr(" \t", arguments->rest[length]))
        return prompt_ids(session, arguments->rest + length, error);
    return session_prompt(session, arguments->rest, error);
}

const Command command_prompt = {
    .name = "prompt",
    .arguments = "TEXT",
    .help = N_("start anew with this text (or with token ids: prompt --ids 1,2,3)"),
    .kind = ARGUMENT_TEXT,
    .least = 1,
    .most = -1,
    .run = prompt_run,
};
