/* Blocks of prose as lines of a width. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "draw/wrap.h"
#include "lesson/prose.h"

static ProseLine *line_new(ProseLines *lines)
{
    lines->lines = memory_grow(lines->lines, &lines->capacity, lines->count + 1, sizeof *lines->lines);
    ProseLine *line = &lines->lines[lines->count++];
    *line = (ProseLine){0};
    return line;
}

static void line_span(ProseLine *line, ProseStyle style, const char *text, size_t length)
{
    if (!length)
        return;
    line->spans[line->span_count++] = (ProseSpan){style, text, length};
    line->cells += utf8_cells(text, length);
}

/* How many runs of one style there are among these bytes. */
static size_t count_runs(const unsigned char *styles, size_t length)
{
    size_t runs = length > 0;
    for (size_t i = 1; i < length; i++)
        runs += styles[i] != styles[i - 1];
    return runs;
}

static void block_line(ProseLines *lines, const ProseBlock *block, size_t from, size_t to, const char *front,
                       int indent)
{
    ProseLine *line = line_new(lines);
    line->spans = arena_new(&lines->arena, count_runs(block->styles + from, to - from) + 2, sizeof *line->spans);
    line_span(line, PROSE_DIM, arena_format(&lines->arena, "%*s", indent, ""), (size_t)indent);
    line_span(line, PROSE_DIM, front, strlen(front));
    for (size_t start = from; start < to;) {
        size_t end = start;
        while (end < to && block->styles[end] == block->styles[start])
            end++;
        line_span(line, block->styles[start], block->text + start, end - start);
        start = end;
    }
}

/* The part of a line of code that fits. */
static size_t cut_line(const char *text, size_t length, int width, size_t *next)
{
    const char *newline = memchr(text, '\n', length);
    size_t whole = newline ? (size_t)(newline - text) : length;
    *next = newline ? whole + 1 : whole;
    return utf8_fit(text, whole, width);
}

static void block_wrap(ProseLines *lines, const ProseBlock *block, int width)
{
    enum { ROOM_LEAST = 6, INDENT_MOST = 12 };
    int indent = block->indent < INDENT_MOST ? block->indent : INDENT_MOST,
        front = utf8_cells(block->first, strlen(block->first));
    int room = width - indent - front > ROOM_LEAST ? width - indent - front : ROOM_LEAST;
    for (size_t at = 0; at < block->length || at == 0;) {
        size_t next, length = block->as_it_is
                                  ? cut_line(block->text + at, block->length - at, room, &next)
                                  : wrap_line(block->text + at, block->length - at, room, wrap_cells, NULL, &next);
        block_line(lines, block, at, at + length, at ? "" : block->first, at ? indent + front : indent);
        if (!next)
            break;
        at += next;
    }
}

void prose_wrap(const Prose *prose, int width, ProseLines *lines)
{
    enum { LEAST = 10 };
    for (size_t i = 0; i < prose->count; i++) {
        if (i && !prose->blocks[i].follows_close)
            line_new(lines);
        block_wrap(lines, &prose->blocks[i], width < LEAST ? LEAST : width);
    }
}

void prose_lines_free(ProseLines *lines)
{
    free(lines->lines);
    arena_free(&lines->arena);
    *lines = (ProseLines){0};
}

void prose_lines_print(const ProseLines *lines, Buffer *out)
{
    for (size_t i = 0; i < lines->count; i++) {
        for (int s = 0; s < lines->lines[i].span_count; s++)
            buffer_append(out, lines->lines[i].spans[s].text, lines->lines[i].spans[s].length);
        buffer_append_text(out, "\n");
    }
}
