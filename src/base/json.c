#include "base/json.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/utf8.h"

/* cJSON recurses once a level; real configs and tokenizers stay below ten. */
static bool json_nests_deeper_than(const char *text, size_t length, int limit)
{
    int depth = 0;
    bool in_string = false;
    for (size_t i = 0; i < length; i++) {
        char c = text[i];
        if (in_string && c == '\\')
            i++;
        else if (c == '"')
            in_string = !in_string;
        else if (!in_string && (c == '{' || c == '['))
            depth++;
        else if (!in_string && (c == '}' || c == ']'))
            depth--;
        if (depth > limit)
            return true;
    }
    return false;
}

/* cJSON would end a text at an escaped zero, so that two names could become one. */
static bool json_escapes_zero(const char *text, size_t length)
{
    static const char zero[] = "\\u0000";
    const char *end = text + length;
    for (const char *at = text; (at = memmem(at, (size_t)(end - at), zero, sizeof zero - 1)); at++) {
        const char *slash = at;
        while (slash > text && slash[-1] == '\\')
            slash--;
        if ((at - slash) % 2 == 0) /* an even number of backslashes before it escape each other */
            return true;
    }
    return false;
}

static Status json_syntax_error(const char *text, size_t length, const char *end, const char *where, Error *error)
{
    size_t at = end ? (size_t)(end - text) : length;
    int line = 1;
    for (size_t i = 0; i < at && i < length; i++)
        line += text[i] == '\n';
    return error_set(error, STATUS_BAD_DATA, "%s: not valid JSON at line %d; mend the file or fetch it again", where,
                     line);
}

Status json_parse(const char *text, size_t length, const char *where, cJSON **out, Error *error)
{
    enum { DEEPEST = 64 };
    *out = NULL;
    if (utf8_valid_prefix(text, length) < length)
        return error_set(error, STATUS_BAD_DATA, "%s: not UTF-8 at byte %zu; save the file as UTF-8", where,
                         utf8_valid_prefix(text, length));
    if (memchr(text, '\0', length) || json_escapes_zero(text, length))
        return error_set(error, STATUS_BAD_DATA, "%s: a zero byte inside JSON; fetch the file again", where);
    if (json_nests_deeper_than(text, length, DEEPEST))
        return error_set(error, STATUS_BAD_DATA,
                         "%s: nested deeper than %d levels; this is no file that stepformer reads", where, DEEPEST);
    const char *end = NULL;
    cJSON *json = cJSON_ParseWithLengthOpts(text, length, &end, false);
    if (!json)
        return json_syntax_error(text, length, end, where, error);
    for (; end < text + length; end++) {
        if (!strchr(" \t\r\n", *end)) {
            cJSON_Delete(json);
            return json_syntax_error(text, length, end, where, error);
        }
    }
    *out = json;
    return STATUS_OK;
}

Status json_read_file(const char *path, cJSON **out, Error *error)
{
    *out = NULL;
    File file;
    TRY(file_map(path, &file, error));
    Status status = json_parse(file.bytes, file.length, file_name(path), out, error);
    file_unmap(&file);
    return status;
}

const cJSON *json_member(const cJSON *object, const char *key)
{
    const cJSON *member = cJSON_IsObject(object) ? cJSON_GetObjectItemCaseSensitive(object, key) : NULL;
    return member && !cJSON_IsNull(member) ? member : NULL;
}

static Status json_wrong_type(const char *where, const char *key, const char *wanted, Error *error)
{
    return error_set(error, STATUS_BAD_DATA, "%s: \"%s\" is not %s; mend that entry", where, key, wanted);
}

Status json_get_number(const cJSON *object, const char *key, const char *where, double *value, Error *error)
{
    const cJSON *member = json_member(object, key);
    if (!member)
        return STATUS_OK;
    if (!cJSON_IsNumber(member) || !isfinite(member->valuedouble))
        return json_wrong_type(where, key, "a number", error);
    *value = member->valuedouble;
    return STATUS_OK;
}

Status json_get_int(const cJSON *object, const char *key, const char *where, int64_t *value, Error *error)
{
    double number = (double)*value;
    if (!json_member(object, key))
        return STATUS_OK;
    TRY(json_get_number(object, key, where, &number, error));
    if (number != floor(number) || fabs(number) > 9007199254740992.0)
        return json_wrong_type(where, key, "a whole number", error);
    *value = (int64_t)number;
    return STATUS_OK;
}

Status json_get_bool(const cJSON *object, const char *key, const char *where, bool *value, Error *error)
{
    const cJSON *member = json_member(object, key);
    if (!member)
        return STATUS_OK;
    if (!cJSON_IsBool(member))
        return json_wrong_type(where, key, "true or false", error);
    *value = cJSON_IsTrue(member);
    return STATUS_OK;
}

Status json_get_text(const cJSON *object, const char *key, const char *where, const char **value, Error *error)
{
    const cJSON *member = json_member(object, key);
    if (!member)
        return STATUS_OK;
    if (!cJSON_IsString(member))
        return json_wrong_type(where, key, "a text", error);
    *value = member->valuestring;
    return STATUS_OK;
}

Status json_need_int(const cJSON *object, const char *key, const char *where, int64_t *value, Error *error)
{
    if (!json_member(object, key))
        return error_set(error, STATUS_BAD_DATA, "%s: \"%s\" is missing; add it", where, key);
    return json_get_int(object, key, where, value, error);
}

void json_append_string(Buffer *buffer, const char *text, size_t length)
{
    buffer_append(buffer, "\"", 1);
    for (size_t at = 0; at < length;) {
        uint32_t c;
        int bytes = utf8_decode(text + at, length - at, &c);
        if (!bytes)
            buffer_append_text(buffer, "\\ufffd");
        else if (c == '"' || c == '\\')
            buffer_format(buffer, "\\%c", (char)c);
        else if (c == '\n')
            buffer_append_text(buffer, "\\n");
        else if (c < 0x20 || (c >= 0x7F && c < 0xA0))
            buffer_format(buffer, "\\u%04x", (unsigned)c);
        else
            buffer_append(buffer, text + at, (size_t)bytes);
        at += bytes ? (size_t)bytes : 1;
    }
    buffer_append(buffer, "\"", 1);
}

void json_append_number(Buffer *buffer, double number)
{
    if (isnan(number))
        buffer_append_text(buffer, "\"NaN\"");
    else if (isinf(number))
        buffer_append_text(buffer, number > 0 ? "\"Infinity\"" : "\"-Infinity\"");
    else
        buffer_format(buffer, "%.9g", number);
}
