#include "lesson/wording.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/utf8.h"

enum { LONGEST_FILE = 1 << 20 };

/* ---- the tables ---- */

static const char *const languages[WORDING_LANGUAGES][2] = {
#define LANGUAGE_ROW(id, name, file) {name, file},
    LANGUAGE_LIST(LANGUAGE_ROW)
#undef LANGUAGE_ROW
};

const char *wording_language_name(WordingLanguage language)
{
    return languages[language][0];
}

const char *wording_language_file(WordingLanguage language)
{
    return languages[language][1];
}

WordingLanguage wording_language_find(const char *name)
{
    WordingLanguage language = 0;
    while (language < WORDING_LANGUAGES && strcmp(name, languages[language][0]) != 0)
        language++;
    return language;
}

/* What stands behind a part's heading. */
typedef enum PartForm { NAMELESS, NAMED, NUMBERED } PartForm;

typedef struct PartRow {
    const char *heading;
    PartForm form;
} PartRow;

static const PartRow part_rows[WORDING_PART_COUNT] = {
#define PART_ROW(id, heading, form) {heading, form},
    PART_LIST(PART_ROW)
#undef PART_ROW
};

const char *wording_part_heading(WordingPartKind kind)
{
    return part_rows[kind].heading;
}

/* ---- lines ---- */

typedef struct Line {
    const char *text;
    size_t length; /* without the newline and blanks at the end */
    int number;
    int level; /* of a heading: 1 to 3; else 0 */
} Line;

typedef struct Reader {
    const char *file, *at, *end;
    int number;
    bool in_fence;
    Wording *words;
    Error *error;
    size_t step_capacity, part_capacity;
    WordingStep *steps; /* growing; copied into the arena at the end */
    WordingPart *parts; /* of the step that is being read */
} Reader;

static int heading_level(const char *text, size_t length)
{
    int level = 0;
    while ((size_t)level < length && text[level] == '#')
        level++;
    return level <= 3 && (size_t)level < length && text[level] == ' ' ? level : 0;
}

/* The next line, which stays; false at the end. */
static bool reader_look(const Reader *reader, Line *line)
{
    if (reader->at >= reader->end)
        return false;
    const char *newline = memchr(reader->at, '\n', (size_t)(reader->end - reader->at));
    size_t length = (size_t)((newline ? newline : reader->end) - reader->at);
    while (length && strchr(" \t\r", reader->at[length - 1]))
        length--;
    *line = (Line){reader->at, length, reader->number + 1, 0};
    if (!reader->in_fence)
        line->level = heading_level(line->text, length);
    return true;
}

static void reader_pass(Reader *reader, const Line *line)
{
    const char *newline = memchr(reader->at, '\n', (size_t)(reader->end - reader->at));
    reader->at = newline ? newline + 1 : reader->end;
    reader->number++;
    if (line->length >= 3 && !memcmp(line->text, "```", 3))
        reader->in_fence = !reader->in_fence;
}

__attribute__((format(printf, 3, 4))) static Status reader_fail(const Reader *reader, int line, const char *format, ...)
{
    va_list arguments;
    Buffer where = {0};
    va_start(arguments, format);
    error_set_v(reader->error, STATUS_BAD_DATA, format, arguments);
    va_end(arguments);
    buffer_format(&where, "%s, line %d", reader->file, line);
    error_prefix(reader->error, buffer_text(&where));
    buffer_free(&where);
    return STATUS_BAD_DATA;
}

/* The lines up to the next heading, without blank ones around them. */
static const char *reader_body(Reader *reader)
{
    Line line;
    const char *start = NULL, *end = NULL;
    while (reader_look(reader, &line) && !line.level) {
        if (line.length) {
            start = start ? start : line.text;
            end = line.text + line.length;
        }
        reader_pass(reader, &line);
    }
    return arena_text(&reader->words->arena, start ? start : "", start ? (size_t)(end - start) : 0);
}

/* What follows the #s. */
static char *heading_text(Reader *reader, const Line *line)
{
    size_t skip = (size_t)line->level;
    while (skip < line->length && line->text[skip] == ' ')
        skip++;
    return arena_text(&reader->words->arena, line->text + skip, line->length - skip);
}

/* ---- parts ---- */

static WordingPartKind part_kind(const char *word, size_t length)
{
    WordingPartKind kind = WORDING_TASK;
    while (kind < WORDING_PART_COUNT &&
           (strlen(part_rows[kind].heading) != length || memcmp(word, part_rows[kind].heading, length) != 0))
        kind++;
    return kind;
}

static Status unknown_part(const Reader *reader, int line, const char *heading)
{
    Buffer all = {0};
    for (WordingPartKind kind = WORDING_TASK; kind < WORDING_PART_COUNT; kind++)
        buffer_format(&all, "%s%s", kind > WORDING_TASK ? ", " : "", part_rows[kind].heading);
    Status status =
        reader_fail(reader, line, "\"%s\" is no part of a step; the parts are %s", heading, buffer_text(&all));
    buffer_free(&all);
    return status;
}

static Status part_heading(const Reader *reader, const Line *line, const char *heading, WordingPart *part)
{
    size_t length = strcspn(heading, " ");
    const char *rest = heading + length + strspn(heading + length, " ");
    part->kind = part_kind(heading, length);
    part->name = "";
    part->line = line->number;
    if (part->kind == WORDING_PART_COUNT)
        return unknown_part(reader, line->number, heading);
    PartForm form = part_rows[part->kind].form;
    if (form == NAMELESS && *rest)
        return reader_fail(reader, line->number, "\"%s\" behind %s means nothing; leave it out", rest,
                           part_rows[part->kind].heading);
    if (form == NAMED && (!*rest || strchr(rest, ' ')))
        return reader_fail(reader, line->number, "an %s needs its id: ### %s ID", part_rows[part->kind].heading,
                           part_rows[part->kind].heading);
    if (form == NAMED)
        part->name = rest;
    if (form == NUMBERED && (rest[0] < '1' || rest[0] > '9' || rest[1]))
        return reader_fail(reader, line->number, "a %s needs its number, from 1 to 9: ### %s 1",
                           part_rows[part->kind].heading, part_rows[part->kind].heading);
    if (form == NUMBERED)
        part->number = rest[0] - '0';
    return STATUS_OK;
}

/* An option's first paragraph is its text, the rest what is said when it was chosen. */
static void part_split(Reader *reader, WordingPart *part)
{
    part->more = "";
    if (part->kind != WORDING_OPTION)
        return;
    const char *gap = part->text;
    while ((gap = strchr(gap, '\n')) && gap[1 + strspn(gap + 1, " \t\r")] != '\n')
        gap++;
    if (!gap)
        return;
    part->more = gap + strspn(gap, " \t\r\n");
    part->text = arena_text(&reader->words->arena, part->text, (size_t)(gap - part->text));
}

static Status reader_part(Reader *reader, WordingStep *step, const WordingPart *heading)
{
    WordingPart part = *heading;
    for (int i = 0; i < step->part_count; i++)
        if (reader->parts[i].kind == part.kind && reader->parts[i].number == part.number &&
            !strcmp(reader->parts[i].name, part.name))
            return reader_fail(reader, part.line, "step %s has this part already, in line %d; join them", step->id,
                               reader->parts[i].line);
    part.text = reader_body(reader);
    part_split(reader, &part);
    if (!*part.text && part.kind != WORDING_PROSE)
        return reader_fail(reader, part.line, "nothing stands below this heading; write its words or take it out");
    if (!*part.text)
        return STATUS_OK;
    reader->parts = memory_grow(reader->parts, &reader->part_capacity, (size_t)step->part_count + 1, sizeof part);
    reader->parts[step->part_count++] = part;
    return STATUS_OK;
}

/* ---- steps ---- */

/* "step-id: Title" */
static Status step_heading(Reader *reader, const Line *line, WordingStep *step)
{
    char *text = heading_text(reader, line), *colon = strchr(text, ':');
    size_t length = colon ? (size_t)(colon - text) : 0;
    step->line = line->number;
    if (!length || text[length + 1 + strspn(text + length + 1, " ")] == '\0' || memchr(text, ' ', length))
        return reader_fail(reader, line->number, "a step begins \"## step-id: Title\"; write both");
    *colon = '\0';
    step->id = text;
    step->title = colon + 1 + strspn(colon + 1, " ");
    for (int i = 0; i < reader->words->step_count; i++)
        if (!strcmp(reader->steps[i].id, step->id))
            return reader_fail(reader, line->number, "step %s stands in line %d already; rename or join them", step->id,
                               reader->steps[i].line);
    return STATUS_OK;
}

static Status step_parts(Reader *reader, WordingStep *step)
{
    Line line;
    TRY(reader_part(reader, step, &(WordingPart){.kind = WORDING_PROSE, .name = "", .line = step->line}));
    while (reader_look(reader, &line) && line.level == 3) {
        WordingPart part = {0};
        reader_pass(reader, &line);
        TRY(part_heading(reader, &line, heading_text(reader, &line), &part));
        TRY(reader_part(reader, step, &part));
    }
    return STATUS_OK;
}

static Status reader_step(Reader *reader, const Line *line)
{
    WordingStep step = {.source = line->text};
    TRY(step_heading(reader, line, &step));
    reader_pass(reader, line);
    TRY(step_parts(reader, &step));
    step.source_length = (size_t)(reader->at - step.source);
    step.source = arena_text(&reader->words->arena, step.source, step.source_length);
    if (step.part_count) {
        step.parts = arena_new(&reader->words->arena, (size_t)step.part_count, sizeof *step.parts);
        memcpy(step.parts, reader->parts, (size_t)step.part_count * sizeof *step.parts);
    }
    reader->steps =
        memory_grow(reader->steps, &reader->step_capacity, (size_t)reader->words->step_count + 1, sizeof step);
    reader->steps[reader->words->step_count++] = step;
    return STATUS_OK;
}

/* ---- the file ---- */

static Status reader_title(Reader *reader)
{
    Line line = {0};
    while (reader_look(reader, &line) && !line.length)
        reader_pass(reader, &line);
    if (line.level != 1 || line.length < 3)
        return reader_fail(reader, line.number ? line.number : 1,
                           "the file begins \"# Title of the lesson\"; write it");
    reader->words->title = heading_text(reader, &line);
    reader_pass(reader, &line);
    reader->words->summary = reader_body(reader);
    return STATUS_OK;
}

static Status reader_all(Reader *reader)
{
    Line line;
    TRY(reader_title(reader));
    while (reader_look(reader, &line)) {
        if (line.level != 2)
            return reader_fail(reader, line.number,
                               "a part of a step stands outside any; begin one: ## step-id: Title");
        TRY(reader_step(reader, &line));
    }
    if (reader->in_fence)
        return reader_fail(reader, reader->number, "a ``` fence is not closed; close it");
    Wording *words = reader->words;
    words->steps = arena_new(&words->arena, (size_t)words->step_count + 1, sizeof *words->steps);
    if (words->step_count)
        memcpy(words->steps, reader->steps, (size_t)words->step_count * sizeof *words->steps);
    return STATUS_OK;
}

/* Characters of the private use area stand for placeholders while Markdown is read (prose.c). */
static Status text_check(const Reader *reader)
{
    int line = 1;
    for (const char *at = reader->at; at < reader->end;) {
        uint32_t c;
        int bytes = utf8_decode(at, (size_t)(reader->end - at), &c);
        if (!bytes)
            return reader_fail(reader, line, "not UTF-8; save the file as UTF-8");
        if ((c < 0x20 && c != '\n' && c != '\t' && c != '\r') || (c >= 0x7F && c < 0xA0) || (c >= 0xE000 && c < 0xF900))
            return reader_fail(reader, line, "the character U+%04X has no place in words; take it out", (unsigned)c);
        line += c == '\n';
        at += bytes;
    }
    return STATUS_OK;
}

Status wording_parse(const char *text, size_t length, const char *file, Wording **out, Error *error)
{
    Wording *words = memory_new(1, sizeof *words);
    Reader reader = {.file = file, .at = text, .end = text + length, .words = words, .error = error};
    words->file = arena_text(&words->arena, file, strlen(file));
    Status status = text_check(&reader);
    if (status == STATUS_OK)
        status = reader_all(&reader);
    free(reader.steps);
    free(reader.parts);
    if (status != STATUS_OK) {
        wording_free(words);
        words = NULL;
    }
    *out = words;
    return status;
}

Status wording_read(const char *path, Wording **out, Error *error)
{
    Buffer text = {0};
    *out = NULL;
    Status status = file_read(path, LONGEST_FILE, &text, error);
    if (status == STATUS_OK)
        status = wording_parse(buffer_text(&text), text.length, file_name(path), out, error);
    buffer_free(&text);
    return status;
}

void wording_free(Wording *words)
{
    if (!words)
        return;
    arena_free(&words->arena);
    free(words);
}

/* ---- finding ---- */

const WordingStep *wording_step(const Wording *words, const char *id)
{
    for (int i = 0; i < words->step_count; i++)
        if (!strcmp(words->steps[i].id, id))
            return &words->steps[i];
    return NULL;
}

const WordingPart *wording_part(const WordingStep *step, WordingPartKind kind, const char *name, int number)
{
    for (int i = 0; i < step->part_count; i++) {
        const WordingPart *part = &step->parts[i];
        if (part->kind == kind && (!name || !strcmp(part->name, name)) && (!number || part->number == number))
            return part;
    }
    return NULL;
}
