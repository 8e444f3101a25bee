#include "corpus/lines.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/utf8.h"

Status origin_error(Error *error, Origin origin, const char *format, ...)
{
    char reason[ERROR_LENGTH];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(reason, sizeof reason, format, arguments);
    va_end(arguments);
    return error_set(error, STATUS_BAD_DATA, "%s:%d: %s", origin.file, origin.line, reason);
}

Status lines_open(Lines *lines, Arena *arena, const char *path, Error *error)
{
    enum { MOST = 1 << 20 };
    const char *name = file_name(path);
    *lines = (Lines){.origin = {.file = arena_text(arena, name, strlen(name))}};
    Buffer content = {0};
    Status status = file_read(path, MOST, &content, error);
    size_t valid = status == STATUS_OK ? utf8_valid_prefix(content.bytes, content.length) : 0;
    if (status == STATUS_OK && (valid < content.length || memchr(content.bytes, '\0', content.length))) {
        for (size_t i = 0; i < valid; i++)
            lines->origin.line += content.bytes[i] == '\n';
        lines->origin.line++;
        status = origin_error(error, lines->origin, "this line is not UTF-8 text; save the file as UTF-8");
    }
    if (status == STATUS_OK)
        lines->rest = arena_text(arena, buffer_text(&content), content.length);
    buffer_free(&content);
    return status;
}

/* Cuts a comment and the spaces before it off. */
static void cut_comment(char *line)
{
    char *end = line + strlen(line);
    for (char *at = line; *at; at++)
        if (*at == '#' && (at == line || at[-1] == ' ')) {
            end = at;
            break;
        }
    while (end > line && strchr(" \t\r", end[-1]))
        end--;
    *end = '\0';
}

bool lines_next(Lines *lines)
{
    while (lines->rest && *lines->rest) {
        char *line = lines->rest, *end = strchr(line, '\n');
        lines->rest = end ? end + 1 : line + strlen(line);
        if (end)
            *end = '\0';
        lines->origin.line++;
        cut_comment(line);
        lines->indent = (int)strspn(line, " ");
        lines->text = line + lines->indent;
        if (*lines->text)
            return true;
    }
    return false;
}
