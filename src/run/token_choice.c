#include "run/token_choice.h"

#include <stdlib.h>
#include <string.h>

#include "base/translate.h"

/* "#300" */
static bool choose_id(const Model *model, const char *text, int32_t *id, Status *status, Error *error)
{
    char *end;
    long number = *text == '#' ? strtol(text + 1, &end, 10) : -1;
    if (*text != '#' || end == text + 1 || *end)
        return false;
    bool exists = number >= 0 && number < model->config.vocab;
    *id = (int32_t)number;
    *status = exists ? STATUS_OK
                     : error_set(error, STATUS_OUT_OF_RANGE, _("%s: ids of %s go from 0 to %lld; give one of those"),
                                 text, model->name, (long long)model->config.vocab - 1);
    return true;
}

static bool find_token(const Model *model, const char *text, int32_t *id)
{
    return *text && tokenizer_find(model->tokenizer, text, strlen(text), id) && *id < model->config.vocab;
}

/* The token that differs by a space in front alone; -1 where there is none. */
static int32_t find_respelt(const Model *model, const char *text, int32_t chosen)
{
    Buffer spaced = {0};
    int32_t id = -1;
    buffer_format(&spaced, " %s", text);
    if (!find_token(model, *text == ' ' ? text + 1 : spaced.bytes, &id) || id == chosen)
        id = -1;
    buffer_free(&spaced);
    return id;
}

static bool choose_single(const Model *model, const char *text, TokenChoice *out)
{
    Buffer spaced = {0};
    buffer_format(&spaced, " %s", text);
    bool exact = find_token(model, text, &out->ids[0]);
    out->spaced = !exact && find_token(model, spaced.bytes, &out->ids[0]);
    buffer_free(&spaced);
    if (!exact && !out->spaced)
        return false;
    out->count = 1;
    out->respelt = exact ? find_respelt(model, text, out->ids[0]) : -1;
    return true;
}

static Status choose_several(const Model *model, const char *text, TokenChoice *out, Error *error)
{
    TokenIds ids = {0};
    Status status = tokenizer_encode(model->tokenizer, text, strlen(text), false, &ids, error);
    if (status == STATUS_OK && (ids.count == 0 || ids.count > TOKEN_CHOICE_MOST))
        status = error_set(error, STATUS_NOT_FOUND,
                           _("“%.60s”: this is %zu tokens, and 1 to %d are needed; give a token or a short word"), text,
                           ids.count, TOKEN_CHOICE_MOST);
    for (size_t i = 0; i < ids.count && status == STATUS_OK; i++) {
        if (ids.ids[i] >= model->config.vocab)
            status = error_set(error, STATUS_OUT_OF_RANGE, _("“%.60s”: %s has no row for its token %d; give another"),
                               text, model->name, (int)ids.ids[i]);
        else
            out->ids[out->count++] = ids.ids[i];
    }
    token_ids_free(&ids);
    return status;
}

Status token_choose(const Model *model, const char *text, TokenChoice *out, Error *error)
{
    Status status;
    *out = (TokenChoice){.respelt = -1};
    if (model->tokenizer && choose_single(model, text, out))
        return STATUS_OK;
    if (choose_id(model, text, &out->ids[0], &status, error)) {
        out->count = 1;
        return status;
    }
    if (!model->tokenizer)
        return error_set(error, STATUS_NOT_FOUND,
                         _("“%.60s”: %s has no tokenizer, so a text names no token; give an id, as in #12"), text,
                         model->name);
    return choose_several(model, text, out, error);
}

void token_choice_respell(TokenChoice *choice)
{
    if (choice->respelt < 0)
        return;
    choice->ids[0] = choice->respelt;
    choice->respelt = -1;
    choice->spaced = true;
}

/* ---- words ---- */

static void show_id(const Model *model, int32_t id, Buffer *out)
{
    if (model->tokenizer)
        tokenizer_piece_visible(model->tokenizer, id, out);
    else
        buffer_format(out, "#%d", (int)id);
}

static void show_bytes(const Model *model, const TokenChoice *choice, Buffer *out)
{
    Buffer bytes = {0};
    for (int i = 0; i < choice->count; i++)
        tokenizer_piece_bytes(model->tokenizer, choice->ids[i], &bytes);
    buffer_append_visible(out, buffer_text(&bytes), bytes.length);
    buffer_free(&bytes);
}

void token_choice_show(const Model *model, const TokenChoice *choice, Buffer *out)
{
    if (choice->count == 1)
        show_id(model, choice->ids[0], out);
    else
        show_bytes(model, choice, out);
}

static void tell_several(const Model *model, const TokenChoice *choice, Buffer *out)
{
    Buffer whole = {0}, parts = {0};
    token_choice_show(model, choice, &whole);
    for (int i = 0; i < choice->count; i++) {
        buffer_append_text(&parts, i ? "|" : "");
        show_id(model, choice->ids[i], &parts);
    }
    buffer_format(out, _("“%s” is %d tokens (%s): their mean is taken"), buffer_text(&whole), choice->count,
                  buffer_text(&parts));
    buffer_free(&whole);
    buffer_free(&parts);
}

void token_choice_tell(const Model *model, const TokenChoice *choice, Buffer *out)
{
    if (choice->count > 1) {
        tell_several(model, choice, out);
        return;
    }
    Buffer text = {0}, other = {0};
    int id = (int)choice->ids[0];
    show_id(model, choice->ids[0], &text);
    if (choice->respelt >= 0)
        show_id(model, choice->respelt, &other);
    if (choice->spaced)
        buffer_format(out, _("“%s” #%d is taken, with a space in front"), text.bytes, id);
    else if (choice->respelt >= 0)
        buffer_format(out, _("“%s” #%d is taken; “%s” #%d is another token"), text.bytes, id, other.bytes,
                      (int)choice->respelt);
    else
        buffer_format(out, _("“%s” #%d is taken"), text.bytes, id);
    buffer_free(&text);
    buffer_free(&other);
}
