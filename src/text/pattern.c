#include "text/pattern.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/memory.h"
#include "base/utf8.h"

Status pattern_compile(const char *expression, const char *where, Pattern *out, Error *error)
{
    *out = (Pattern){0};
    return regex_compile(expression, where, &out->regex, error);
}

Status pattern_read(const cJSON *stage, const char *where, Pattern *out, Error *error)
{
    *out = (Pattern){0};
    const cJSON *pattern = json_member(stage, "pattern");
    const char *literal = NULL, *expression = NULL;
    if (cJSON_IsString(pattern))
        literal = pattern->valuestring;
    TRY(json_get_text(pattern, "String", where, &literal, error));
    TRY(json_get_text(pattern, "Regex", where, &expression, error));
    if (expression)
        return pattern_compile(expression, where, out, error);
    if (!literal)
        return error_set(error, STATUS_BAD_DATA,
                         "%s: a \"pattern\" is neither {\"String\": ...} nor {\"Regex\": ...}; mend that entry", where);
    if (!*literal) /* matches between any two characters, as an expression does */
        return pattern_compile("", where, out, error);
    *out = (Pattern){.literal = memory_copy_text(literal, strlen(literal)), .length = strlen(literal)};
    return STATUS_OK;
}

void pattern_free(Pattern *pattern)
{
    free(pattern->literal);
    regex_free(pattern->regex);
    *pattern = (Pattern){0};
}

static void pattern_cover_literal(const Pattern *pattern, const char *text, size_t length, Spans *out)
{
    size_t at = 0;
    const char *found;
    while (at < length && (found = memmem(text + at, length - at, pattern->literal, pattern->length))) {
        size_t start = (size_t)(found - text);
        if (at < start)
            spans_append(out, (Span){at, start, false});
        spans_append(out, (Span){start, start + pattern->length, true});
        at = start + pattern->length;
    }
    if (at < length)
        spans_append(out, (Span){at, length, false});
}

/* Covers one stretch and moves its spans to where the stretch lies. */
static Status pattern_cover_stretch(const Pattern *pattern, const char *text, size_t start, size_t end, Spans *out,
                                    Error *error)
{
    size_t first = out->count;
    TRY(regex_cover(pattern->regex, text + start, end - start, out, error));
    for (size_t i = first; i < out->count; i++) {
        out->items[i].start += start;
        out->items[i].end += start;
    }
    return STATUS_OK;
}

Status pattern_cover(const Pattern *pattern, const char *text, size_t length, Spans *out, Error *error)
{
    if (pattern->literal) {
        pattern_cover_literal(pattern, text, length, out);
        return STATUS_OK;
    }
    for (size_t at = 0; at < length;) {
        size_t valid = at + utf8_valid_prefix(text + at, length - at);
        TRY(pattern_cover_stretch(pattern, text, at, valid, out, error));
        if (valid < length)
            spans_append(out, (Span){valid, valid + 1, false});
        at = valid + 1;
    }
    return STATUS_OK;
}
