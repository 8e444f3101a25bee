#include "text/normalizer.h"

#include <stdlib.h>
#include <utf8proc.h>

#include "base/json.h"
#include "base/utf8.h"
#include "text/character.h"

/* Prepend: a text in front, unless there is nothing to stand in front of. */

static Status read_prepend(const cJSON *json, const char *where, Stage *stage, Error *error)
{
    return stage_read_text(json, "prepend", where, stage, error);
}

static Status run_prepend(const Stage *stage, StageInput in, Pieces *out, Error *error)
{
    (void)error;
    if (in.length)
        buffer_append(&out->text, stage->text, stage->text_length);
    pieces_append(out, in.text, in.length, in.at_start);
    return STATUS_OK;
}

/* Replace: every match of a pattern. */

Status normalizer_read_replace(const cJSON *json, const char *where, Stage *stage, Error *error)
{
    TRY(pattern_read(json, where, &stage->pattern, error));
    return stage_read_text(json, "content", where, stage, error);
}

/* A replacement stands where the last character that it replaces stood: one for the first character
 * alone still stands at the start. */
static bool stays_at_start(const Stage *stage, const Spans *spans, const char *text)
{
    const Span *first = spans->items;
    uint32_t c;
    if (!spans->count || !first->is_match || first->end == 0)
        return true;
    return stage->text_length && utf8_decode(text, first->end, &c) == (int)first->end;
}

Status normalizer_replace(const Stage *stage, StageInput in, Buffer *out, bool *at_start, Error *error)
{
    Spans spans = {0};
    Status status = pattern_cover(&stage->pattern, in.text, in.length, &spans, error);
    for (size_t i = 0; i < spans.count && status == STATUS_OK; i++) {
        Span span = spans.items[i];
        if (span.is_match)
            buffer_append(out, stage->text, stage->text_length);
        else
            buffer_append(out, in.text + span.start, span.end - span.start);
        status = stage_check_length(out->length, error);
    }
    *at_start = *at_start && stays_at_start(stage, &spans, in.text);
    spans_free(&spans);
    return status;
}

static Status run_replace(const Stage *stage, StageInput in, Pieces *out, Error *error)
{
    bool at_start = in.at_start;
    Status status = normalizer_replace(stage, in, &out->text, &at_start, error);
    pieces_close(out, at_start);
    return status;
}

/* NFC, NFD, NFKC, NFKD: Unicode's normal forms (Unicode Standard Annex 15). */

/* Marks on one character are put into an order, at a cost of their number squared. */
static Status check_marks(StageInput in, Error *error)
{
    enum { MOST = 4096 };
    int marks = 0;
    for (size_t at = 0; at < in.length && marks <= MOST;) {
        uint32_t c = 0;
        at += (size_t)utf8_decode(in.text + at, in.length - at, &c);
        marks = utf8proc_get_property((utf8proc_int32_t)c)->combining_class ? marks + 1 : 0;
    }
    if (marks > MOST)
        return error_set(error, STATUS_OUT_OF_RANGE, "text: more than %d marks on one character; take some away", MOST);
    return STATUS_OK;
}

static Status run_form(utf8proc_option_t options, StageInput in, Pieces *out, Error *error)
{
    TRY(check_marks(in, error));
    utf8proc_uint8_t *form = NULL;
    utf8proc_ssize_t length = in.length ? utf8proc_map((const utf8proc_uint8_t *)in.text, (utf8proc_ssize_t)in.length,
                                                       &form, UTF8PROC_STABLE | options)
                                        : 0;
    if (length < 0)
        return error_set(error, STATUS_NO_MEMORY, "text: cannot be normalised: %s; give a shorter one",
                         utf8proc_errmsg(length));
    pieces_append(out, (const char *)form, (size_t)length, in.at_start);
    free(form);
    return STATUS_OK;
}

#define RUN_FORM(name, options)                                                                                        \
    static Status name(const Stage *stage, StageInput in, Pieces *out, Error *error)                                   \
    {                                                                                                                  \
        (void)stage;                                                                                                   \
        return run_form(options, in, out, error);                                                                      \
    }

RUN_FORM(run_nfc, UTF8PROC_COMPOSE)
RUN_FORM(run_nfd, UTF8PROC_DECOMPOSE)
RUN_FORM(run_nfkc, UTF8PROC_COMPOSE | UTF8PROC_COMPAT)
RUN_FORM(run_nfkd, UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT)

/* Lowercase: character by character, whatever stands around it. */

static Status run_lowercase(const Stage *stage, StageInput in, Pieces *out, Error *error)
{
    (void)stage, (void)error;
    for (size_t at = 0; at < in.length;) {
        uint32_t c = 0;
        char lower[4];
        at += (size_t)utf8_decode(in.text + at, in.length - at, &c);
        uint32_t small = c == 0x130 ? 'i' : (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
        buffer_append(&out->text, lower, (size_t)utf8_encode(small, lower));
        if (c == 0x130) /* İ is the one capital whose small form has two characters */
            buffer_append_text(&out->text, "\xCC\x87");
    }
    pieces_close(out, in.at_start);
    return STATUS_OK;
}

/* Strip: white space at either end. */

static Status read_strip(const cJSON *json, const char *where, Stage *stage, Error *error)
{
    bool left = true, right = true;
    TRY(json_get_bool(json, "strip_left", where, &left, error));
    TRY(json_get_bool(json, "strip_right", where, &right, error));
    stage->start = left;
    stage->stop = right;
    return STATUS_OK;
}

static Status run_strip(const Stage *stage, StageInput in, Pieces *out, Error *error)
{
    (void)error;
    size_t start = stage->start ? character_run(in.text, in.length, character_is_space) : 0;
    size_t stop = stage->stop ? character_run_at_end(in.text + start, in.length - start, character_is_space) : 0;
    pieces_append(out, in.text + start, in.length - start - stop, in.at_start && start == 0);
    return STATUS_OK;
}

static const StageKind kinds[] = {
    {.name = "Prepend", .read = read_prepend, .run = run_prepend},
    {.name = "Replace", .read = normalizer_read_replace, .run = run_replace},
    {.name = "NFC", .run = run_nfc},
    {.name = "NFD", .run = run_nfd},
    {.name = "NFKC", .run = run_nfkc},
    {.name = "NFKD", .run = run_nfkd},
    {.name = "Lowercase", .run = run_lowercase},
    {.name = "Strip", .read = read_strip, .run = run_strip},
    {0},
};

const StageRole normalizer_role = {.name = "normalizer", .members = "normalizers", .kinds = kinds};
