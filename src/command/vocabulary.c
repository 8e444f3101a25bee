#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/translate.h"
#include "base/utf8.h"
#include "command/tokens_asked.h"
#include "text/vocabulary_search.h"

enum { PRINTED = 200 };

static void print_token(Session *session, const TokenOrigin *origin)
{
    Buffer *out = &session->output;
    const char *kind = tokenizer_is_special(session->model->tokenizer, origin->id) ? _("special") : "-";
    buffer_format(out, "#%-6d ", (int)origin->id);
    if (origin->rank >= 0)
        buffer_format(out, _("rank %-6d “"), (int)origin->rank);
    else
        buffer_format(out, "%-*s “", utf8_field(kind, 11), kind);
    session_token(session, origin->id, out);
    buffer_append_text(out, "”");
    if (origin->rank >= 0) {
        buffer_append_text(out, " = “");
        session_token(session, origin->left, out);
        buffer_append_text(out, "” + “");
        session_token(session, origin->right, out);
        buffer_append_text(out, "”");
    }
    buffer_append_text(out, "\n");
}

static void print_found(Session *session, const TokenOrigins *found)
{
    size_t shown = found->count < PRINTED ? found->count : PRINTED;
    for (size_t i = 0; i < shown; i++)
        print_token(session, &found->items[i]);
    if (shown < found->count)
        buffer_format(&session->output, _("… (%zu more)\n"), found->count - shown);
}

/* A text that no token contains may still be several tokens in a row. */
static void print_none(Session *session, const char *text)
{
    const Tokenizer *tokenizer = session->model->tokenizer;
    TokenIds ids = {0};
    buffer_format(&session->output, _("no token contains “%s”; as a text it is made of"), text);
    if (tokenizer_encode(tokenizer, text, strlen(text), false, &ids, NULL) == STATUS_OK)
        for (size_t i = 0; i < ids.count; i++) {
            buffer_append_text(&session->output, " ");
            session_token(session, ids.ids[i], &session->output);
        }
    buffer_append_text(&session->output, "\n");
    token_ids_free(&ids);
}

/* "#300"; -1 for anything else. */
static Status vocabulary_id(const Session *session, const char *text, int32_t *id, Error *error)
{
    char *end;
    long number = *text == '#' ? strtol(text + 1, &end, 10) : -1;
    *id = -1;
    if (*text != '#' || end == text + 1 || *end)
        return STATUS_OK;
    if (number < 0 || number > INT32_MAX || !tokenizer_has(session->model->tokenizer, (int32_t)number))
        return error_set(error, STATUS_OUT_OF_RANGE, _("vocabulary: there is no token %s; ids go from 0 to %zu"), text,
                         tokenizer_vocabulary_size(session->model->tokenizer) - 1);
    *id = (int32_t)number;
    return STATUS_OK;
}

/* Leaves the question to the tokens view. True where somebody sees it. */
static bool vocabulary_ask(Session *session, const char *text, int32_t id)
{
    VocabularyInquiry *inquiry = &session->inquiry.vocabulary;
    snprintf(inquiry->text, sizeof inquiry->text, "%s", text);
    inquiry->id = id;
    inquiry->count++;
    return tokens_show_view(session, "tokens");
}

static void vocabulary_find(Session *session, const char *text)
{
    const Tokenizer *tokenizer = session->model->tokenizer;
    TokenOrigins found = {0};
    vocabulary_search(tokenizer, text, strlen(text), &found);
    int32_t id = found.count ? found.items[0].id : -1;
    tokenizer_find(tokenizer, text, strlen(text), &id); /* the token itself, where there is one */
    if (!found.count)
        print_none(session, text);
    else if (!vocabulary_ask(session, text, id))
        print_found(session, &found);
    token_origins_free(&found);
}

static void vocabulary_jump(Session *session, int32_t id)
{
    TokenOrigin origin = token_origin(session->model->tokenizer, id);
    if (!vocabulary_ask(session, "", id))
        print_token(session, &origin);
}

static Status vocabulary_run(Session *session, const Arguments *arguments, Error *error)
{
    const char *text = arguments->count ? arguments->words[0] : "";
    int32_t id;
    if (!session->model->tokenizer)
        return error_set(error, STATUS_UNSUPPORTED, _("vocabulary: %s has no tokenizer.json; choose another model"),
                         session->model->name);
    if (strlen(text) >= INQUIRY_LENGTH)
        return error_set(error, STATUS_OUT_OF_RANGE, _("vocabulary: a text of %zu bytes is too long; look for less"),
                         strlen(text));
    TRY(vocabulary_id(session, text, &id, error));
    if (id < 0)
        vocabulary_find(session, text);
    else
        vocabulary_jump(session, id);
    return STATUS_OK;
}

const Command command_vocabulary = {
    .name = "vocabulary",
    .arguments = "[TEXT|#ID]",
    .help = N_("the tokens that contain a text, with the ranks of their merges; or one by its id"),
    .kind = ARGUMENT_TOKEN,
    .least = 0,
    .most = 1,
    .run = vocabulary_run,
};
