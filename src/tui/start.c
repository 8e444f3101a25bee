/* The text that one begins with when nobody has given any. */
#include <string.h>

#include "tui/tui_parts.h"

static const char greeting[] = "Once upon a time";

/* Can the tokenizer say it, and give it back? */
static bool start_can_say(const Session *session, const char *text)
{
    const Tokenizer *tokenizer = session->model->tokenizer;
    TokenIds ids = {0};
    Buffer back = {0};
    bool same = tokenizer && tokenizer_encode(tokenizer, text, strlen(text), true, &ids, NULL) == STATUS_OK &&
                tokenizer_decode(tokenizer, ids.ids, ids.count, true, &back, NULL) == STATUS_OK &&
                strstr(buffer_text(&back), text);
    token_ids_free(&ids);
    buffer_free(&back);
    return same;
}

Status start_text(Session *session, Error *error)
{
    if (machine_pass_count(session->machine))
        return STATUS_OK;
    if (start_can_say(session, greeting))
        return session_prompt(session, greeting, error);
    static const int32_t first[] = {0, 1, 2};
    int64_t vocab = session->model->config.vocab, count = vocab < 3 ? vocab : 3;
    return session_ids(session, first, count, error);
}
