/* A pattern in a tokenizer file: {"String": "a b"} or {"Regex": "\\s+"}. */
#ifndef TEXT_PATTERN_H
#define TEXT_PATTERN_H

#include <cjson/cJSON.h>

#include "text/regex.h"

typedef struct Pattern {
    char *literal; /* owned; NULL where there is a regex */
    size_t length;
    Regex *regex; /* owned */
} Pattern;

/* Reads the member "pattern" of a stage. pattern_free what it fills in, after an error too. */
Status pattern_read(const cJSON *stage, const char *where, Pattern *out, Error *error);
Status pattern_compile(const char *expression, const char *where, Pattern *out, Error *error);
void pattern_free(Pattern *pattern);

/* As regex_cover. `text` may be any bytes: a regex sees the valid stretches only. */
Status pattern_cover(const Pattern *pattern, const char *text, size_t length, Spans *out, Error *error);

#endif
