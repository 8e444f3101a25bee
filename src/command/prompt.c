#include "command/ids.h"

#include <string.h>

#include "base/translate.h"

static Status prompt_ids(Session *session, const char *list, Error *error)
{
    TokenIds ids = {0};
    Status status = ids_parse("prompt --ids 1,2,3", list, &ids, error);
    if (status == STATUS_OK)
        status = session_ids(session, ids.ids, (int64_t)ids.count, error);
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
