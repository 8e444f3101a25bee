/* Regular expressions in tokenizer files (PCRE2; character classes mean Unicode's).
 *
 * The files are written for Oniguruma, whose dialect is kept where the two differ: ^ and $ match at
 * every line, \h is a hexadecimal digit, \w knows marks.
 */
#ifndef TEXT_REGEX_H
#define TEXT_REGEX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

typedef struct Regex Regex;

/* A part of a text that a pattern matches, or one between two matches. */
typedef struct Span {
    size_t start, end;
    bool is_match;
} Span;

typedef struct Spans {
    Span *items; /* zero-initialise; spans_free */
    size_t count, capacity;
} Spans;

void spans_append(Spans *spans, Span span);
void spans_free(Spans *spans);

/* Reads an expression; regex_free what it returns in *out. `where` is the file's name. */
Status regex_compile(const char *pattern, const char *where, Regex **out, Error *error);
void regex_free(Regex *regex); /* NULL is fine */

/* Appends spans that cover valid UTF-8 `text` from end to end, matches and what lies between; matches
 * may be empty. The work is bounded by a multiple of `length`: an expression that backtracks more
 * than that ends in STATUS_UNSUPPORTED. */
Status regex_cover(const Regex *regex, const char *text, size_t length, Spans *out, Error *error);

#endif
