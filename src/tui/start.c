/* The text that one begins with when nobody has given any. */
#include <string.h>

#include "base/translate.h"
#include "tui/tui_parts.h"

/* In the language of the screen where the model knows it, else in English. */
static const char greeting[] = N_("Once upon a time");

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
    const char *const texts[] = {_(greeting), greeting};
    for (int i = 0; i < 2; i++)
        if (start_can_say(session, texts[i]))
            return session_prompt(session, texts[i], error);
    static const int32_t first[] = {0, 1, 2};
    int64_t vocab = session->model->config.vocab, count = vocab < 3 ? vocab : 3;
    return session_ids(session, first, count, error);
}
