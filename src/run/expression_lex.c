/* From bytes to numbers, names, texts and symbols. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/translate.h"
#include "base/utf8.h"
#include "run/expression_parts.h"

static const struct {
    const char *text;
    int level;
} lexemes[] = {
#define LEXEME_ROW(name, text, level) [LEXEME_##name] = {text, level},
    LEXEME_LIST(LEXEME_ROW)
#undef LEXEME_ROW
};

const char *lexeme_text(LexemeKind kind)
{
    return _(lexemes[kind].text);
}

int lexeme_level(LexemeKind kind)
{
    return lexemes[kind].level;
}

/* Columns count characters, from 1. */
static int source_column(const Source *source, size_t at)
{
    int column = 1;
    uint32_t c;
    for (size_t i = 0; i < at; column++) {
        int bytes = utf8_decode(source->text + i, source->length - i, &c);
        i += bytes ? (size_t)bytes : 1;
    }
    return column;
}

Status source_place(const Source *source, size_t at, Status status)
{
    char place[64];
    snprintf(place, sizeof place, _("expression, column %d"), source_column(source, at));
    if (source->error && status != STATUS_OK)
        error_prefix(source->error, place);
    return status;
}

Status source_fail(const Source *source, size_t at, Status status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    error_set_v(source->error, status, format, arguments);
    va_end(arguments);
    return source_place(source, at, status);
}

/* ASCII alone, whatever the locale says. */
static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_name_start(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_name_part(char c)
{
    return is_name_start(c) || is_digit(c) || c == '.';
}

static char source_at(const Source *source, size_t at)
{
    return at < source->length ? source->text[at] : '\0';
}

/* The bytes of a number: digits, a point, an exponent. */
static size_t number_end(const Source *source, size_t at)
{
    while (is_digit(source_at(source, at)))
        at++;
    if (source_at(source, at) == '.')
        at++;
    while (is_digit(source_at(source, at)))
        at++;
    size_t exponent = at + 1;
    if (source_at(source, at) != 'e' && source_at(source, at) != 'E')
        return at;
    if (source_at(source, exponent) == '+' || source_at(source, exponent) == '-')
        exponent++;
    if (!is_digit(source_at(source, exponent)))
        return at;
    while (is_digit(source_at(source, exponent)))
        exponent++;
    return exponent;
}

static void read_number(const Source *source, size_t *at, Lexeme *lexeme)
{
    size_t end = number_end(source, *at);
    lexeme->kind = LEXEME_NUMBER;
    lexeme->number = strtod(arena_text(source->arena, source->text + *at, end - *at), NULL);
    *at = end;
}

/* Words are names, but for the operators among them and for infinity. */
static void read_name(const Source *source, size_t *at, Lexeme *lexeme)
{
    size_t start = *at;
    while (is_name_part(source_at(source, *at)))
        ++*at;
    lexeme->kind = LEXEME_NAME;
    lexeme->length = *at - start;
    lexeme->text = arena_text(source->arena, source->text + start, lexeme->length);
    for (LexemeKind word = LEXEME_OR; word <= LEXEME_NOT; word++)
        if (!strcmp(lexeme->text, lexemes[word].text))
            lexeme->kind = word;
    if (strcmp(lexeme->text, "inf"))
        return;
    lexeme->kind = LEXEME_NUMBER;
    lexeme->number = INFINITY;
}

/* What a backslash and this letter mean; 0 for nothing. */
static char escaped(char c)
{
    static const char meanings[][2] = {{'"', '"'}, {'\\', '\\'}, {'n', '\n'}, {'t', '\t'}, {'r', '\r'}};
    for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++)
        if (meanings[i][0] == c)
            return meanings[i][1];
    return '\0';
}

static Status read_text(const Source *source, size_t *at, Lexeme *lexeme)
{
    size_t start = (*at)++;
    char *text = arena_new(source->arena, source->length, 1);
    lexeme->kind = LEXEME_TEXT;
    lexeme->text = text;
    for (; *at < source->length && source->text[*at] != '"'; ++*at) {
        char c = source->text[*at];
        if (c == '\\' && !(c = escaped(source_at(source, ++*at))))
            return source_fail(source, *at - 1, STATUS_USAGE,
                               _("no such escape; write \\\\ for a backslash, or one of \\\" \\n \\t \\r"));
        text[lexeme->length++] = c;
    }
    if (*at >= source->length)
        return source_fail(source, start, STATUS_USAGE, _("the text has no end; close it with \""));
    ++*at;
    return STATUS_OK;
}

static Status read_symbol(const Source *source, size_t *at, Lexeme *lexeme)
{
    for (LexemeKind kind = LEXEME_EQUAL; kind < LEXEME_COUNT; kind++) {
        size_t length = strlen(lexemes[kind].text);
        if (source->length - *at < length || memcmp(source->text + *at, lexemes[kind].text, length))
            continue;
        lexeme->kind = kind;
        *at += length;
        return STATUS_OK;
    }
    uint32_t c;
    int bytes = utf8_decode(source->text + *at, source->length - *at, &c);
    if (source->text[*at] == '=')
        return source_fail(source, *at, STATUS_USAGE, _("= is not an operator; compare with =="));
    return source_fail(source, *at, STATUS_USAGE, _("\"%.*s\" means nothing here; put texts into quotes"),
                       bytes ? bytes : 1, source->text + *at);
}

Status lexeme_read(const Source *source, size_t *at, Lexeme *lexeme)
{
    while (source_at(source, *at) == ' ' || source_at(source, *at) == '\t' || source_at(source, *at) == '\n')
        ++*at;
    char c = source_at(source, *at);
    *lexeme = (Lexeme){.kind = LEXEME_END, .at = *at};
    if (*at >= source->length)
        return STATUS_OK;
    if (c == '"')
        return read_text(source, at, lexeme);
    if (is_name_start(c))
        read_name(source, at, lexeme);
    else if (is_digit(c) || (c == '.' && is_digit(source_at(source, *at + 1))))
        read_number(source, at, lexeme);
    else
        return read_symbol(source, at, lexeme);
    return STATUS_OK;
}
