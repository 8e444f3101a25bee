#include "text/postprocessor.h"

#include <math.h>
#include <string.h>

#include "base/json.h"
#include "text/vocabulary.h"

void postprocessor_free(Postprocessor *postprocessor)
{
    token_ids_free(&postprocessor->before);
    token_ids_free(&postprocessor->after);
}

static Status template_broken(const char *where, const char *why, Error *error)
{
    return error_set(error, STATUS_BAD_DATA, "%s: TemplateProcessing %s; mend that entry", where, why);
}

static Status append_special(const cJSON *specials, const char *name, const char *where, TokenIds *out, Error *error)
{
    const cJSON *ids = json_member(json_member(specials, name), "ids"), *id;
    if (!cJSON_IsArray(ids))
        return error_set(error, STATUS_BAD_DATA,
                         "%s: TemplateProcessing uses \"%.60s\", of which it knows no \"ids\"; add them", where, name);
    cJSON_ArrayForEach(id, ids)
    {
        double number = cJSON_IsNumber(id) ? id->valuedouble : -1;
        if (!(number >= 0 && number <= LARGEST_TOKEN_ID && number == floor(number)))
            return template_broken(where, "has an id that is none", error);
        token_ids_append(out, (int32_t)number);
    }
    return STATUS_OK;
}

static void token_ids_extend(TokenIds *ids, const TokenIds *more)
{
    for (size_t i = 0; i < more->count; i++)
        token_ids_append(ids, more->ids[i]);
}

/* Fills `inner` with what one template puts before and behind its text. */
static Status read_single(const cJSON *json, const char *where, Postprocessor *inner, Error *error)
{
    const cJSON *single = json_member(json, "single"), *specials = json_member(json, "special_tokens"), *part;
    bool seen_text = false;
    if (!cJSON_IsArray(single))
        return template_broken(where, "has no list \"single\"", error);
    cJSON_ArrayForEach(part, single)
    {
        const cJSON *text = json_member(part, "Sequence"), *special = json_member(part, "SpecialToken");
        const char *name = NULL;
        TRY(json_get_text(text ? text : special, "id", where, &name, error));
        if (!name)
            return template_broken(where, "has a part that is neither \"Sequence\" nor \"SpecialToken\" with \"id\"",
                                   error);
        if (text && (seen_text || strcmp(name, "A")))
            return template_broken(where, "does not use sequence A exactly once", error);
        if (!text)
            TRY(append_special(specials, name, where, seen_text ? &inner->after : &inner->before, error));
        seen_text = seen_text || text;
    }
    return seen_text ? STATUS_OK : template_broken(where, "does not use sequence A exactly once", error);
}

/* A later template stands around what the earlier ones made. */
static Status read_template(const cJSON *json, const char *where, Postprocessor *out, Error *error)
{
    Postprocessor outer = {0};
    Status status = read_single(json, where, &outer, error);
    token_ids_extend(&outer.before, &out->before);
    token_ids_extend(&out->after, &outer.after);
    token_ids_free(&out->before);
    token_ids_free(&outer.after);
    out->before = outer.before;
    return status;
}

static Status read_nothing(const cJSON *json, const char *where, Postprocessor *out, Error *error)
{
    (void)json, (void)where, (void)out, (void)error;
    return STATUS_OK;
}

static Status read_any(const cJSON *json, const char *where, Postprocessor *out, Error *error);

static Status read_sequence(const cJSON *json, const char *where, Postprocessor *out, Error *error)
{
    const cJSON *members = json_member(json, "processors"), *member;
    if (!cJSON_IsArray(members))
        return error_set(error, STATUS_BAD_DATA, "%s: a post_processor Sequence without \"processors\"; add them",
                         where);
    cJSON_ArrayForEach(member, members) TRY(read_any(member, where, out, error));
    return STATUS_OK;
}

static Status read_any(const cJSON *json, const char *where, Postprocessor *out, Error *error)
{
    static const struct {
        const char *type;
        Status (*read)(const cJSON *json, const char *where, Postprocessor *out, Error *error);
    } kinds[] = {
        {"TemplateProcessing", read_template},
        {"ByteLevel", read_nothing},
        {"Sequence", read_sequence},
    };
    const char *type = "";
    TRY(json_get_text(json, "type", where, &type, error));
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (!strcmp(kinds[i].type, type))
            return kinds[i].read(json, where, out, error);
    return error_set(error, STATUS_UNSUPPORTED,
                     "%s: post_processor type \"%.60s\" is not supported; supported are TemplateProcessing, ByteLevel, "
                     "Sequence",
                     where, type);
}

Status postprocessor_read(const cJSON *file, const char *where, Postprocessor *out, Error *error)
{
    const cJSON *json = json_member(file, "post_processor");
    *out = (Postprocessor){0};
    return json ? read_any(json, where, out, error) : STATUS_OK;
}
