#include "train/field.h"

#include <string.h>

/* "schedule.kind" */
static const char *field_label(const char *section, const char *key, Buffer *out)
{
    buffer_clear(out);
    buffer_format(out, "%s%s%s", section ? section : "", section ? "." : "", key);
    return out->bytes;
}

static Status field_range(const Field *field, const char *label, double value, const char *where, Error *error)
{
    if (value >= field->least && value <= field->most)
        return STATUS_OK;
    return error_set(error, STATUS_OUT_OF_RANGE, "%s: %s is %g; it must lie between %g and %g", where, label, value,
                     field->least, field->most);
}

static Status field_read(const cJSON *json, const Field *field, const char *label, void *into, const char *where,
                         Error *error)
{
    void *member = (char *)into + field->offset;
    if (!json_member(json, field->key))
        return STATUS_OK;
    switch (field->kind) {
    case FIELD_BOOL:
        return json_get_bool(json, field->key, where, member, error);
    case FIELD_INT:
        TRY(json_get_int(json, field->key, where, member, error));
        return field_range(field, label, (double)*(int64_t *)member, where, error);
    case FIELD_NUMBER:
        TRY(json_get_number(json, field->key, where, member, error));
        return field_range(field, label, *(double *)member, where, error);
    }
    return STATUS_OK;
}

Status fields_read(const cJSON *json, const char *section, const Field *fields, void *into, const char *where,
                   Error *error)
{
    Buffer label = {0};
    Status status = STATUS_OK;
    if (json && !cJSON_IsObject(json))
        return error_set(error, STATUS_BAD_DATA, "%s: \"%s\" is not an object; write {...}", where, section);
    for (; fields->key && status == STATUS_OK; fields++)
        status = field_read(json, fields, field_label(section, fields->key, &label), into, where, error);
    buffer_free(&label);
    return status;
}

static bool is_known(const char *key, const Field *fields, const char *const *others)
{
    for (; fields->key; fields++)
        if (!strcmp(fields->key, key))
            return true;
    for (; others && *others; others++)
        if (!strcmp(*others, key))
            return true;
    return false;
}

static Status unknown_key(const char *label, const Field *fields, const char *const *others, const char *where,
                          Error *error)
{
    Buffer known = {0};
    for (; others && *others; others++)
        buffer_format(&known, "%s%s", known.length ? ", " : "", *others);
    for (; fields->key; fields++)
        buffer_format(&known, "%s%s", known.length ? ", " : "", fields->key);
    Status status =
        error_set(error, STATUS_BAD_DATA, "%s: unknown key \"%s\"; known here are %s", where, label, known.bytes);
    buffer_free(&known);
    return status;
}

Status fields_check_keys(const cJSON *json, const char *section, const Field *fields, const char *const *others,
                         const char *where, Error *error)
{
    for (const cJSON *member = json ? json->child : NULL; member; member = member->next) {
        if (cJSON_IsArray(json) || is_known(member->string, fields, others))
            continue;
        Buffer label = {0};
        Status status = unknown_key(field_label(section, member->string, &label), fields, others, where, error);
        buffer_free(&label);
        return status;
    }
    return STATUS_OK;
}
