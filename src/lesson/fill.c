#include "lesson/fill.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "figure/number.h"
#include "lesson/condition.h"

/* ---- finding ---- */

static void trim(const char **text, size_t *length)
{
    while (*length && **text == ' ')
        ++*text, --*length;
    while (*length && (*text)[*length - 1] == ' ')
        --*length;
}

/* Where }} closes the braces, and the last | outside of quotes before it (or where it closes). */
static const char *placeholder_end(const char *at, const char *end, const char **bar)
{
    bool quoted = false;
    *bar = NULL;
    for (; at + 1 < end && *at != '\n'; at++) {
        if (quoted && *at == '\\')
            at++;
        else if (*at == '"')
            quoted = !quoted;
        else if (!quoted && *at == '|')
            *bar = at;
        else if (!quoted && at[0] == '}' && at[1] == '}')
            return at;
    }
    return NULL;
}

Status placeholder_find(const char *text, size_t length, Placeholder *out, bool *found, Error *error)
{
    const char *bar, *open = memmem(text, length, "{{", 2);
    *found = open != NULL;
    if (!open)
        return STATUS_OK;
    const char *close = placeholder_end(open + 2, text + length, &bar);
    if (!close)
        return error_set(error, STATUS_BAD_DATA, "%.40s: the placeholder is not closed on its line; write {{EXPR}}",
                         open);
    while (close + 2 < text + length && close[2] == '}') /* {{ … {head}}} */
        close++;
    *out = (Placeholder){.text = open, .length = (size_t)(close - open) + 2, .expression = open + 2, .format = close};
    out->expression_length = (size_t)((bar ? bar : close) - out->expression);
    if (bar) {
        out->format = bar + 1;
        out->format_length = (size_t)(close - bar) - 1;
    }
    trim(&out->expression, &out->expression_length);
    trim(&out->format, &out->format_length);
    return STATUS_OK;
}

/* ---- formats ---- */

static void append_grouped(double number, Buffer *out)
{
    char digits[NUMBER_LENGTH + 300];
    snprintf(digits, sizeof digits, "%.0f", fabs(number));
    size_t length = strlen(digits);
    if (number < 0)
        buffer_append_text(out, "-");
    for (size_t i = 0; i < length; i++)
        buffer_format(out, "%s%c", i && (length - i) % 3 == 0 ? "," : "", digits[i]);
}

static void append_plain(const Session *session, const Result *result, int digits, Buffer *out)
{
    char text[NUMBER_LENGTH];
    (void)session, (void)digits;
    double number = (double)result->numbers[0];
    if (isfinite(number) && number == floor(number))
        append_grouped(number, out);
    else
        buffer_append_text(out, number_precise(text, number, 3));
}

static void append_fixed(const Session *session, const Result *result, int digits, Buffer *out)
{
    (void)session;
    buffer_format(out, "%.*f", digits, (double)result->numbers[0]);
}

/* Only 0 is shown as 0 %, only 1 as 100 %: what comes near gets the decimals that tell it apart. */
static void append_percent(const Session *session, const Result *result, int digits, Buffer *out)
{
    enum { DECIMALS_MOST = 6 };
    char text[NUMBER_LENGTH + 300];
    double percent = 100 * (double)result->numbers[0], shown;
    (void)session;
    for (;; digits++) {
        snprintf(text, sizeof text, "%.*f", digits, percent);
        shown = strtod(text, NULL);
        if (digits >= DECIMALS_MOST || ((shown != 0 || percent == 0) && (shown != 100 || percent == 100)))
            break;
    }
    buffer_format(out, "%s\u00a0%%", text); /* on one line */
}

static void append_bytes(const Session *session, const Result *result, int digits, Buffer *out)
{
    char text[NUMBER_LENGTH];
    (void)session, (void)digits;
    buffer_append_text(out, number_bytes(text, result->numbers[0] > 0 ? (size_t)result->numbers[0] : 0));
}

static void append_token_with(const Session *session, const Result *result, const char *space, Buffer *out)
{
    Buffer token = {0};
    session_token(session, (int32_t)result->numbers[0], &token);
    const char *text = buffer_text(&token);
    if (*text == ' ')
        buffer_format(out, "%s%s", space, text + 1);
    else
        buffer_append_text(out, text);
    buffer_free(&token);
}

static void append_token(const Session *session, const Result *result, int digits, Buffer *out)
{
    (void)digits;
    append_token_with(session, result, "", out);
}

static void append_spaced(const Session *session, const Result *result, int digits, Buffer *out)
{
    (void)digits;
    append_token_with(session, result, "␣", out);
}

/* One row per format: its name (a digit may follow where it takes one), whether it is for tokens. */
typedef struct FormatRow {
    const char *name;
    bool takes_digit, needs_digit, of_token;
    void (*append)(const Session *session, const Result *result, int digits, Buffer *out);
} FormatRow;

static const FormatRow formats[] = {
    {"", true, true, false, append_fixed},         {"%", true, false, false, append_percent},
    {"bytes", false, false, false, append_bytes},  {"token", false, false, true, append_token},
    {"spaced", false, false, true, append_spaced},
};

static const FormatRow plain = {"", false, false, false, append_plain};

static const FormatRow *format_find(const Placeholder *p, bool is_token, int *digits)
{
    size_t length = p->format_length;
    bool has_digit = length && p->format[length - 1] >= '0' && p->format[length - 1] <= '9';
    *digits = has_digit ? p->format[length - 1] - '0' : 0;
    if (!length)
        return is_token ? &formats[3] : &plain;
    length -= has_digit;
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        const FormatRow *row = &formats[i];
        bool fits = has_digit ? row->takes_digit : !row->needs_digit;
        if (fits && strlen(row->name) == length && !memcmp(row->name, p->format, length) && row->of_token <= is_token)
            return row;
    }
    return NULL;
}

static Status fill_result(const Session *session, const Placeholder *p, const Result *result, Buffer *out, Error *error)
{
    int digits;
    if (result->tensor.shape.rank != 0)
        return error_set(error, STATUS_USAGE, "this is not one number; give every axis an index");
    const FormatRow *row = format_find(p, result->is_token, &digits);
    if (!row)
        return error_set(error, STATUS_USAGE,
                         "the format %.*s does not fit; write a digit, %%, %%1, bytes, or for a token token or spaced",
                         (int)(p->format_length < 20 ? p->format_length : 20), p->format);
    if (result->is_truth)
        buffer_append_text(out, result->numbers[0] != 0 ? "true" : "false");
    else
        row->append(session, result, digits, out);
    return STATUS_OK;
}

Status placeholder_fill(const Session *session, const Placeholder *placeholder, Buffer *out, Error *error)
{
    Result result;
    Status status =
        condition_evaluate(session, placeholder->expression, placeholder->expression_length, &result, error);
    if (status == STATUS_OK)
        status = fill_result(session, placeholder, &result, out, error);
    result_free(&result);
    if (status == STATUS_OK)
        return STATUS_OK;
    char where[120];
    snprintf(where, sizeof where, "{{%.*s}}",
             (int)(placeholder->expression_length < 80 ? placeholder->expression_length : 80), placeholder->expression);
    return error_prefix(error, where);
}

/* ---- marks ---- */

static Status marked_add(const Session *session, const Placeholder *placeholder, Marked *marked, Error *error)
{
    char mark[4];
    if (marked->count == PLACEHOLDERS_MOST)
        return error_set(error, STATUS_UNSUPPORTED, "more than %d placeholders in one part; cut it in two",
                         PLACEHOLDERS_MOST);
    marked->filled = memory_grow(marked->filled, &marked->capacity, marked->count + 1, sizeof *marked->filled);
    marked->filled[marked->count] = (Buffer){0};
    int bytes = utf8_encode((uint32_t)(PLACEHOLDER_MARK + marked->count), mark);
    buffer_append(&marked->text, mark, (size_t)bytes);
    return placeholder_fill(session, placeholder, &marked->filled[marked->count++], error);
}

Status marked_read(const Session *session, const char *text, Marked *marked, Error *error)
{
    for (;;) {
        Placeholder placeholder;
        bool found;
        TRY(placeholder_find(text, strlen(text), &placeholder, &found, error));
        if (!found)
            break;
        buffer_append(&marked->text, text, (size_t)(placeholder.text - text));
        TRY(marked_add(session, &placeholder, marked, error));
        text = placeholder.text + placeholder.length;
    }
    buffer_append_text(&marked->text, text);
    return STATUS_OK;
}

void marked_free(Marked *marked)
{
    for (size_t i = 0; i < marked->count; i++)
        buffer_free(&marked->filled[i]);
    free(marked->filled);
    buffer_free(&marked->text);
    *marked = (Marked){0};
}

const Buffer *marked_find(const Marked *marked, uint32_t character)
{
    bool is_mark = character >= PLACEHOLDER_MARK && character < PLACEHOLDER_MARK + marked->count;
    return is_mark ? &marked->filled[character - PLACEHOLDER_MARK] : NULL;
}
