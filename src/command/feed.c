#include "base/translate.h"
#include "command/ids.h"

static Status feed_run(Session *session, const Arguments *arguments, Error *error)
{
    TokenIds ids = {0};
    Status status = ids_parse("feed 1,2,3", arguments->rest, &ids, error);
    if (status == STATUS_OK)
        status = session_feed(session, ids.ids, (int64_t)ids.count, error);
    token_ids_free(&ids);
    return status;
}

const Command command_feed = {
    .name = "feed",
    .arguments = "IDS",
    .help = N_("finish the pass and go on with these token ids instead of drawn ones: feed 1,2,3"),
    .kind = ARGUMENT_TEXT,
    .least = 1,
    .most = -1,
    .run = feed_run,
};
