#include "text/regex.h"

#include <ctype.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "base/utf8.h"

struct Regex {
    pcre2_code *code;
    char *pattern; /* for messages */
};

/* What one place of the text may cost: an attempt to match there sees so many bytes ahead and may take so
 * many backtracking steps. Nearly all need fewer than QUICK of either. A place that needs more is tried
 * again with DEARER times as much, and again, paid from the text's budget. A place that is as dear as it
 * is far to the match's end (a long word, white space before a line's end) thus always has enough, while an
 * expression that explodes, or that looks to the end of the text from everywhere, ends in an error. */
enum {
    QUICK = 512,
    DEARER = 4,
    BUDGET = 50000000,
    BUDGET_A_BYTE = 64,
    HEAP_KILOBYTES = 65536,
    LONGEST_PATTERN = 16384,
};

void spans_append(Spans *spans, Span span)
{
    spans->items = memory_grow(spans->items, &spans->capacity, spans->count + 1, sizeof(Span));
    spans->items[spans->count++] = span;
}

void spans_free(Spans *spans)
{
    free(spans->items);
    *spans = (Spans){0};
}

/* What Oniguruma's \x means, where PCRE2's means something else; \X is its opposite. */
#define WORD  "\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}"
#define SPACE "\\t-\\r\\x{85}\\p{Z}"
static const struct {
    char letter;
    const char *in_class, *alone;
} dialect[] = {
    {'w', WORD, WORD "\\x{B2}\\x{B3}\\x{B9}\\x{BC}-\\x{BE}"}, /* alone it counts ² ³ ¹ ¼ ½ ¾ */
    {'s', SPACE, SPACE},
    {'h', "0-9a-fA-F", "0-9a-fA-F"},
    {'v', "\\x{0B}", "\\x{0B}"},
};
#undef WORD
#undef SPACE

/* Appends the meaning of \LETTER; what the table does not know stays as it is. The opposite inside a
 * class has no equal in PCRE2 and stays, too. */
static void regex_translate_escape(char letter, bool in_class, Buffer *out)
{
    for (size_t i = 0; i < sizeof dialect / sizeof *dialect; i++) {
        bool same = letter == dialect[i].letter, opposite = letter == toupper(dialect[i].letter);
        if (same && in_class)
            buffer_append_text(out, dialect[i].in_class);
        else if (!in_class && (same || opposite))
            buffer_format(out, opposite ? "[^%s]" : "[%s]", dialect[i].alone);
        else
            continue;
        return;
    }
    buffer_append(out, (char[]){'\\', letter}, 2);
}

static void regex_translate(const char *pattern, Buffer *out)
{
    bool in_class = false;
    for (const char *p = pattern; *p; p++) {
        if (*p != '\\' || !p[1]) {
            in_class = *p == '[' || (in_class && *p != ']');
            buffer_append(out, p, 1);
            continue;
        }
        regex_translate_escape(p[1], in_class, out);
        p++;
    }
}

Status regex_compile(const char *pattern, const char *where, Regex **out, Error *error)
{
    *out = NULL;
    if (strlen(pattern) > LONGEST_PATTERN)
        return error_set(error, STATUS_UNSUPPORTED, "%s: a regular expression of %zu bytes; %d are the most", where,
                         strlen(pattern), LONGEST_PATTERN);
    Buffer translated = {0};
    regex_translate(pattern, &translated);
    pcre2_compile_context *context = pcre2_compile_context_create(NULL);
    pcre2_set_newline(context, PCRE2_NEWLINE_LF);
    int code;
    size_t at;
    pcre2_code *compiled =
        pcre2_compile((PCRE2_SPTR)buffer_text(&translated), translated.length,
                      PCRE2_UTF | PCRE2_UCP | PCRE2_MULTILINE | PCRE2_NEVER_BACKSLASH_C, &code, &at, context);
    pcre2_compile_context_free(context);
    buffer_free(&translated);
    if (!compiled) {
        char reason[128] = "";
        pcre2_get_error_message(code, (PCRE2_UCHAR *)reason, sizeof reason);
        return error_set(error, STATUS_UNSUPPORTED, "%s: regular expression \"%.80s\": %s; rewrite it for PCRE2", where,
                         pattern, reason);
    }
    pcre2_jit_compile(compiled, PCRE2_JIT_COMPLETE | PCRE2_JIT_PARTIAL_HARD); /* without it the interpreter serves */
    *out = memory_new(1, sizeof(Regex));
    **out = (Regex){.code = compiled, .pattern = memory_copy_text(pattern, strlen(pattern))};
    return STATUS_OK;
}

void regex_free(Regex *regex)
{
    if (!regex)
        return;
    pcre2_code_free(regex->code);
    free(regex->pattern);
    free(regex);
}

/* One walk over one text. */
typedef struct RegexScan {
    const Regex *regex;
    const char *text;
    size_t length;
    size_t budget;
    pcre2_match_data *data;
    pcre2_match_context *context;
} RegexScan;

static RegexScan regex_scan_new(const Regex *regex, const char *text, size_t length)
{
    RegexScan scan = {
        .regex = regex,
        .text = text,
        .length = length,
        .budget = BUDGET + BUDGET_A_BYTE * length,
        .data = pcre2_match_data_create(1, NULL),
        .context = pcre2_match_context_create(NULL),
    };
    pcre2_set_heap_limit(scan.context, HEAP_KILOBYTES);
    return scan;
}

static void regex_scan_free(RegexScan *scan)
{
    pcre2_match_data_free(scan->data);
    pcre2_match_context_free(scan->context);
}

static size_t regex_next_character(const RegexScan *scan, size_t at)
{
    uint32_t code_point;
    int bytes = at < scan->length ? utf8_decode(scan->text + at, scan->length - at, &code_point) : 0;
    return at + (bytes ? (size_t)bytes : 1);
}

/* Where a text that one sees `reach` bytes of ends. */
static size_t regex_horizon(const RegexScan *scan, size_t from, size_t reach)
{
    if (reach >= scan->length - from)
        return scan->length;
    size_t end = from + reach;
    while (((unsigned char)scan->text[end] & 0xC0) == 0x80) /* not inside a character */
        end++;
    return end;
}

/* PCRE2's answer: found (0 says that its groups found no room, and none is wanted), or a negative error
 * number; PCRE2_ERROR_PARTIAL where what lies beyond the horizon decides. */
static int regex_try(RegexScan *scan, size_t from, size_t reach, uint32_t options)
{
    size_t horizon = regex_horizon(scan, from, reach);
    options |= PCRE2_NO_UTF_CHECK; /* checked by whoever called, not once a match */
    if (horizon < scan->length)
        options |= PCRE2_PARTIAL_HARD;
    pcre2_set_match_limit(scan->context, (uint32_t)reach);
    int answer =
        pcre2_match(scan->regex->code, (PCRE2_SPTR)scan->text, horizon, from, options, scan->data, scan->context);
    if (answer == PCRE2_ERROR_JIT_STACKLIMIT)
        answer = pcre2_match(scan->regex->code, (PCRE2_SPTR)scan->text, horizon, from, options | PCRE2_NO_JIT,
                             scan->data, scan->context);
    bool at_horizon = answer >= 0 && horizon < scan->length && pcre2_get_ovector_pointer(scan->data)[0] >= horizon;
    return at_horizon ? PCRE2_ERROR_NOMATCH : answer; /* an empty match there has seen nothing of what follows */
}

static bool regex_wants_more(int answer)
{
    return answer == PCRE2_ERROR_MATCHLIMIT || answer == PCRE2_ERROR_PARTIAL;
}

/* A match that begins exactly at `at`, at whatever price the budget allows. */
static int regex_try_here(RegexScan *scan, size_t at)
{
    size_t reach = QUICK;
    int answer = regex_try(scan, at, reach, PCRE2_ANCHORED);
    while (regex_wants_more(answer)) {
        reach *= DEARER;
        if (reach > scan->budget)
            return PCRE2_ERROR_MATCHLIMIT;
        scan->budget -= reach;
        answer = regex_try(scan, at, reach, PCRE2_ANCHORED);
    }
    return answer;
}

/* The first match that begins at `from` or later: quick looks from horizon to horizon, and where one
 * wants more, place by place until the dear one is behind. */
static int regex_find(RegexScan *scan, size_t from)
{
    int answer = PCRE2_ERROR_NOMATCH;
    while (from <= scan->length) {
        size_t horizon = regex_horizon(scan, from, QUICK), budget = scan->budget;
        answer = regex_try(scan, from, QUICK, 0);
        if (answer == PCRE2_ERROR_PARTIAL)
            from = pcre2_get_ovector_pointer(scan->data)[0];
        else if (answer == PCRE2_ERROR_NOMATCH && horizon < scan->length)
            from = horizon;
        else if (answer != PCRE2_ERROR_MATCHLIMIT)
            return answer;
        while (regex_wants_more(answer) && from <= scan->length && scan->budget == budget) {
            int here = regex_try_here(scan, from);
            if (here != PCRE2_ERROR_NOMATCH)
                return here;
            from = regex_next_character(scan, from);
        }
    }
    return PCRE2_ERROR_NOMATCH;
}

static Status regex_too_dear(const Regex *regex, int answer, Error *error)
{
    char reason[128] = "";
    pcre2_get_error_message(answer, (PCRE2_UCHAR *)reason, sizeof reason);
    return error_set(error, STATUS_UNSUPPORTED,
                     "regular expression \"%.80s\": %s on this text; simplify the expression", regex->pattern, reason);
}

Status regex_cover(const Regex *regex, const char *text, size_t length, Spans *out, Error *error)
{
    RegexScan scan = regex_scan_new(regex, text, length);
    size_t from = 0, covered = 0;
    bool after_match = false; /* an empty match right behind a match does not count */
    int answer = PCRE2_ERROR_NOMATCH;
    while (length && from <= length && (answer = regex_find(&scan, from)) >= 0) {
        const size_t *match = pcre2_get_ovector_pointer(scan.data);
        size_t start = match[0], end = match[1];
        if (end <= start && after_match && start == covered) {
            from = regex_next_character(&scan, from);
            continue;
        }
        if (end < start || start < covered) /* \K in a look-around */
            break;
        if (covered < start)
            spans_append(out, (Span){covered, start, false});
        spans_append(out, (Span){start, end, true});
        from = covered = end;
        after_match = true;
    }
    if (covered < length)
        spans_append(out, (Span){covered, length, false});
    regex_scan_free(&scan);
    return answer >= 0 || answer == PCRE2_ERROR_NOMATCH ? STATUS_OK : regex_too_dear(regex, answer, error);
}
