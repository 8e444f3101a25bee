#include "train/documents.h"

#include <string.h>

#include "base/file.h"
#include "base/json.h"

/* A file under reading, and what to do with its documents. */
typedef struct Reading {
    File file;
    const char *path;
    DocumentUse *use;
    void *context;
} Reading;

/* The end of the line that begins at `at`, without its newline. */
static size_t line_end(const File *file, size_t at)
{
    const char *newline = memchr(file->bytes + at, '\n', file->length - at);
    return newline ? (size_t)(newline - file->bytes) : file->length;
}

static bool is_blank(const File *file, size_t from, size_t to)
{
    while (from < to && strchr(" \t\r", file->bytes[from]))
        from++;
    return from == to;
}

/* Blanks at the end, as the carriage returns of other systems, are no part of a document. */
static Status use_document(const Reading *r, const char *text, size_t length, size_t end, Error *error)
{
    while (length && strchr(" \t\r\n", text[length - 1]))
        length--;
    return length ? r->use(r->context, text, length, (double)end / (double)r->file.length, error) : STATUS_OK;
}

static const char separator[] = "<|endoftext|>";

/* Is this line the separator alone? */
static bool is_separator(const File *file, size_t from, size_t to)
{
    size_t length = sizeof separator - 1;
    return to - from >= length && !memcmp(file->bytes + from, separator, length) && is_blank(file, from + length, to);
}

static bool has_separator(const File *file)
{
    for (size_t at = 0, end; at < file->length; at = end + 1) {
        end = line_end(file, at);
        if (is_separator(file, at, end))
            return true;
    }
    return false;
}

static Status read_blocks(const Reading *r, Error *error)
{
    const char *bytes = r->file.bytes;
    size_t start = 0, length = 0; /* of the block so far */
    bool (*parts)(const File *, size_t, size_t) = has_separator(&r->file) ? is_separator : is_blank;
    for (size_t at = 0, end; at < r->file.length; at = end + 1) {
        end = line_end(&r->file, at);
        if (!parts(&r->file, at, end)) {
            start = length ? start : at;
            length = end - start;
            continue;
        }
        TRY(use_document(r, bytes + start, length, end, error));
        length = 0;
    }
    return use_document(r, bytes + start, length, r->file.length, error);
}

static Status read_json_line(const Reading *r, size_t at, size_t end, const char *where, Error *error)
{
    cJSON *json;
    const char *text = NULL;
    TRY(json_parse(r->file.bytes + at, end - at, where, &json, error));
    Status status = json_get_text(json, "text", where, &text, error);
    if (status == STATUS_OK && !text)
        status = error_set(error, STATUS_BAD_DATA, "%s: no \"text\"; each line must be {\"text\": \"...\"}", where);
    if (status == STATUS_OK)
        status = use_document(r, text, strlen(text), end, error);
    cJSON_Delete(json);
    return status;
}

static Status read_json_lines(const Reading *r, Error *error)
{
    Buffer where = {0};
    Status status = STATUS_OK;
    int line = 1;
    for (size_t at = 0, end; at < r->file.length && status == STATUS_OK; at = end + 1, line++) {
        end = line_end(&r->file, at);
        if (is_blank(&r->file, at, end))
            continue;
        buffer_clear(&where);
        buffer_format(&where, "%s:%d", file_name(r->path), line);
        status = read_json_line(r, at, end, where.bytes, error);
    }
    buffer_free(&where);
    return status;
}

Status documents_read(const char *path, DocumentUse *use, void *context, Error *error)
{
    Reading reading = {.path = path, .use = use, .context = context};
    const char *dot = strrchr(file_name(path), '.');
    TRY(file_map(path, &reading.file, error));
    Status status = dot && !strcmp(dot, ".jsonl") ? read_json_lines(&reading, error) : read_blocks(&reading, error);
    file_unmap(&reading.file);
    return status;
}

/* A source under reading: its parts are files, and all that is made. */
typedef struct Parts {
    DocumentUse *use;
    void *context;
    int part, count;
} Parts;

static Status use_part(void *context, const char *text, size_t length, double done, Error *error)
{
    const Parts *parts = context;
    return parts->use(parts->context, text, length, (parts->part + done) / parts->count, error);
}

static Status make_documents(const DocumentSource *source, Parts *parts, Error *error)
{
    Buffer text = {0};
    Status status = STATUS_OK;
    for (int64_t i = 0; i < source->made && status == STATUS_OK; i++) {
        buffer_clear(&text);
        status = source->make(source->context, source->from + i, &text, error);
        if (status == STATUS_OK && text.length)
            status = use_part(parts, text.bytes, text.length, (double)(i + 1) / (double)source->made, error);
    }
    buffer_free(&text);
    return status;
}

Status documents_read_source(const DocumentSource *source, DocumentUse *use, void *context, Error *error)
{
    Parts parts = {.use = use, .context = context, .count = source->path_count + (source->made > 0)};
    for (; parts.part < source->path_count; parts.part++)
        TRY(documents_read(source->paths[parts.part], use_part, &parts, error));
    return make_documents(source, &parts, error);
}
