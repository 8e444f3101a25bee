#include "session/compare.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/translate.h"
#include "session/session.h"

void comparison_free(Comparison *comparison)
{
    if (!comparison)
        return;
    machine_free(comparison->machine);
    model_free(comparison->model);
    free(comparison->ids);
    free(comparison);
}

/* ---- the text ---- */

static bool same_ids(const TokenIds *ids, const int32_t *others, int64_t count)
{
    return (int64_t)ids->count == count && !memcmp(ids->ids, others, (size_t)count * sizeof *others);
}

/* The text that all tokens stand for: as it was given, where nothing has been generated since. */
static Status compare_text(const Session *session, Buffer *text, Error *error)
{
    const Tokenizer *tokenizer = session->model->tokenizer;
    const int32_t *tokens = machine_tokens(session->machine);
    int64_t count = machine_position_count(session->machine);
    TokenIds ids = {0};
    bool as_given =
        session->prompt &&
        tokenizer_encode(tokenizer, session->prompt, strlen(session->prompt), true, &ids, NULL) == STATUS_OK &&
        same_ids(&ids, tokens, count);
    token_ids_free(&ids);
    if (!as_given)
        return tokenizer_decode(tokenizer, tokens, (size_t)count, true, text, error);
    buffer_append_text(text, session->prompt);
    return STATUS_OK;
}

/* The session's text in the other model's tokens: by its own tokenizer, or as it is where ids are all that both know.
 */
static Status compare_ids(const Session *session, const Model *model, TokenIds *ids, Error *error)
{
    int64_t count = machine_position_count(session->machine);
    if (session->model->tokenizer && model->tokenizer) {
        Buffer text = {0};
        Status status = compare_text(session, &text, error);
        if (status == STATUS_OK)
            status = tokenizer_encode(model->tokenizer, buffer_text(&text), text.length, true, ids, error);
        buffer_free(&text);
        return status;
    }
    if (session->model->tokenizer || model->tokenizer || session->model->config.vocab != model->config.vocab)
        return error_set(
            error, STATUS_UNSUPPORTED,
            _("compare: %s has no tokenizer, so that its token ids mean nothing to %s; compare models that "
              "both have a tokenizer.json"),
            session->model->tokenizer ? model->name : session->model->name,
            session->model->tokenizer ? session->model->name : model->name);
    for (int64_t i = 0; i < count; i++)
        token_ids_append(ids, machine_tokens(session->machine)[i]);
    return STATUS_OK;
}

static Status compare_run(const Session *session, Comparison *comparison, Error *error)
{
    TokenIds ids = {0};
    machine_clear(comparison->machine);
    if (!machine_position_count(session->machine))
        return STATUS_OK;
    Status status = compare_ids(session, comparison->model, &ids, error);
    if (status == STATUS_OK && !ids.count)
        status = error_set(error, STATUS_UNSUPPORTED,
                           _("compare: the tokenizer of %s makes nothing of the text; give another text"),
                           comparison->model->name);
    if (status == STATUS_OK)
        status = machine_feed(comparison->machine, ids.ids, (int64_t)ids.count, &session->progress, error);
    if (status == STATUS_OK)
        status = machine_go(comparison->machine, machine_end(comparison->machine), &session->progress, error);
    token_ids_free(&ids);
    if (status != STATUS_OK)
        machine_clear(comparison->machine);
    return status;
}

/* ---- the session ---- */

static bool compare_is_current(const Session *session, const Comparison *comparison)
{
    int64_t count = machine_position_count(session->machine);
    return comparison->count == count &&
           (!count || !memcmp(comparison->ids, machine_tokens(session->machine), (size_t)count * sizeof(int32_t)));
}

static Status compare_take_text(Session *session, Comparison *comparison, Error *error)
{
    int64_t count = machine_position_count(session->machine);
    free(comparison->ids);
    comparison->count = count;
    comparison->ids = memory_new((size_t)count, sizeof *comparison->ids);
    if (count)
        memcpy(comparison->ids, machine_tokens(session->machine), (size_t)count * sizeof *comparison->ids);
    return compare_run(session, comparison, error);
}

void session_compare_follow(Session *session)
{
    Comparison *comparison = session->comparison;
    if (!comparison || compare_is_current(session, comparison))
        return;
    comparison->error = (Error){0};
    if (compare_take_text(session, comparison, &comparison->error) == STATUS_CANCELLED)
        comparison->count = -1; /* the next command tries again */
    session->revision++;
}

Status session_compare(Session *session, const char *name, Error *error)
{
    Comparison *comparison = memory_new(1, sizeof *comparison);
    Status status = model_open(name, &comparison->model, error);
    if (status == STATUS_OK) {
        comparison->machine = machine_new(comparison->model, MACHINE_KEEP, 0);
        status = compare_take_text(session, comparison, error);
    }
    if (status != STATUS_OK) {
        comparison_free(comparison);
        return status;
    }
    session_compare_off(session);
    session->comparison = comparison;
    return STATUS_OK;
}

void session_compare_off(Session *session)
{
    comparison_free(session->comparison);
    session->comparison = NULL;
    session->revision++;
}
