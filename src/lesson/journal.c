#include "lesson/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/folder.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/translate.h"

struct Journal {
    char *path;
    int descriptor;
};

static const char *const kinds[EVENT_COUNT] = {
#define EVENT_ROW(id, name) name,
    EVENT_LIST(EVENT_ROW)
#undef EVENT_ROW
};

/* ---- where ---- */

/* A name from a person becomes a file's name: nothing in it may lead elsewhere. */
static Status name_check(const char *name, Error *error)
{
    enum { LONGEST = 100 };
    bool bad = *name == '.' || strlen(name) > LONGEST;
    for (const char *c = name; *c; c++)
        bad = bad || *c == '/' || (unsigned char)*c < ' ' || *c == 0x7F;
    if (!bad)
        return STATUS_OK;
    return error_set(error, STATUS_USAGE,
                     _("%.40s: cannot be a learner's name; use letters, digits and blanks, not / or a dot in front"),
                     name);
}

Status journal_path(const char *student, Buffer *path, Error *error)
{
    const char *name = student && *student ? student : "me", *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    TRY(name_check(name, error));
    if (state && *state == '/')
        buffer_format(path, "%s/stepformer/progress/%s.jsonl", state, name);
    else if (home && *home)
        buffer_format(path, "%s/.local/state/stepformer/progress/%s.jsonl", home, name);
    else
        return error_set(error, STATUS_NOT_FOUND, _("progress: there is no home folder; set XDG_STATE_HOME or HOME"));
    return STATUS_OK;
}

/* ---- opening ---- */

static Status journal_fail(const char *path, const char *what, Error *error)
{
    return error_set(error, STATUS_IO, _("%s: %s: %s; check the disk and who owns the file"), path, what,
                     strerror(errno));
}

static Status make_folder_of(const char *path, Error *error)
{
    const char *slash = strrchr(path, '/');
    if (!slash || slash == path)
        return STATUS_OK;
    char *folder = memory_copy_text(path, (size_t)(slash - path));
    Status status = folder_make(folder, error);
    free(folder);
    return status;
}

/* A write that was cut short left a line without its end. */
static Status journal_mend(Journal *journal, Error *error)
{
    char last = '\n';
    off_t size = lseek(journal->descriptor, 0, SEEK_END);
    if (size > 0 && pread(journal->descriptor, &last, 1, size - 1) != 1)
        return journal_fail(journal->path, _("could not be read"), error);
    if (last != '\n' && write(journal->descriptor, "\n", 1) != 1)
        return journal_fail(journal->path, _("could not be written"), error);
    return STATUS_OK;
}

Status journal_open_file(const char *path, Journal **out, Error *error)
{
    *out = NULL;
    TRY(make_folder_of(path, error));
    int descriptor = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return journal_fail(path, _("could not be opened"), error);
    Journal *journal = memory_new(1, sizeof *journal);
    *journal = (Journal){memory_copy_text(path, strlen(path)), descriptor};
    Status status = journal_mend(journal, error);
    if (status == STATUS_OK)
        *out = journal;
    else
        journal_close(journal);
    return status;
}

Status journal_open(const char *student, Journal **out, Error *error)
{
    Buffer path = {0};
    *out = NULL;
    Status status = journal_path(student, &path, error);
    if (status == STATUS_OK)
        status = journal_open_file(buffer_text(&path), out, error);
    buffer_free(&path);
    return status;
}

void journal_close(Journal *journal)
{
    if (!journal)
        return;
    close(journal->descriptor);
    free(journal->path);
    free(journal);
}

/* ---- writing ---- */

static void append_text_member(Buffer *line, const char *key, const char *text)
{
    buffer_format(line, ",\"%s\":", key);
    json_append_string(line, text, strlen(text));
}

static void event_print(const JournalEvent *event, Buffer *line)
{
    buffer_format(line, "{\"at\":%lld", (long long)(event->at ? event->at : (int64_t)time(NULL)));
    append_text_member(line, "lesson", event->lesson);
    append_text_member(line, "step", event->step);
    append_text_member(line, "event", kinds[event->kind]);
    if (event->answer) {
        append_text_member(line, "answer", event->answer);
        buffer_format(line, ",\"right\":%s", event->right ? "true" : "false");
    }
    if (event->attempt)
        buffer_format(line, ",\"try\":%d", event->attempt);
    if (event->seconds > 0)
        buffer_format(line, ",\"seconds\":%.1f", event->seconds);
    if (event->rank)
        buffer_format(line, ",\"rank\":%lld,\"probability\":%.6g", (long long)event->rank, event->probability);
    buffer_append_text(line, "}\n");
}

Status journal_add(Journal *journal, const JournalEvent *event, Error *error)
{
    Buffer line = {0};
    if (!journal)
        return STATUS_OK;
    event_print(event, &line);
    ssize_t written = write(journal->descriptor, line.bytes, line.length);
    bool whole = written == (ssize_t)line.length;
    buffer_free(&line);
    if (!whole)
        return journal_fail(journal->path, _("could not be written"), error);
    fdatasync(journal->descriptor); /* where a file system cannot, the line is still written */
    return STATUS_OK;
}

/* ---- reading ---- */

static bool event_kind(const char *name, JournalKind *kind)
{
    for (*kind = 0; *kind < EVENT_COUNT; ++*kind)
        if (!strcmp(kinds[*kind], name))
            return true;
    return false;
}

static Status event_members(const cJSON *json, JournalEvent *event, const char **name)
{
    int64_t attempt = 0;
    *name = event->lesson = event->step = "";
    TRY(json_get_text(json, "event", "", name, NULL));
    TRY(json_get_text(json, "lesson", "", &event->lesson, NULL));
    TRY(json_get_text(json, "step", "", &event->step, NULL));
    TRY(json_get_text(json, "answer", "", &event->answer, NULL));
    TRY(json_get_bool(json, "right", "", &event->right, NULL));
    TRY(json_get_int(json, "at", "", &event->at, NULL));
    TRY(json_get_int(json, "try", "", &attempt, NULL));
    TRY(json_get_int(json, "rank", "", &event->rank, NULL));
    TRY(json_get_number(json, "seconds", "", &event->seconds, NULL));
    TRY(json_get_number(json, "probability", "", &event->probability, NULL));
    event->attempt = attempt < 0 || attempt > 1000000 ? 0 : (int)attempt;
    return STATUS_OK;
}

static bool line_use(const char *line, size_t length, JournalUse *use, void *context)
{
    cJSON *json = NULL;
    JournalEvent event = {0};
    const char *name;
    bool good = json_parse(line, length, "", &json, NULL) == STATUS_OK &&
                event_members(json, &event, &name) == STATUS_OK && event_kind(name, &event.kind) && *event.lesson &&
                *event.step;
    if (good)
        use(context, &event);
    cJSON_Delete(json);
    return good;
}

Status journal_read(const char *path, JournalUse *use, void *context, int64_t *passed_over, Error *error)
{
    File file;
    *passed_over = 0;
    TRY(file_map(path, &file, error));
    for (size_t at = 0; at < file.length;) {
        const char *newline = memchr(file.bytes + at, '\n', file.length - at);
        size_t length = newline ? (size_t)(newline - file.bytes) - at : file.length - at;
        if (length && !line_use(file.bytes + at, length, use, context))
            ++*passed_over;
        at += length + 1;
    }
    file_unmap(&file);
    return STATUS_OK;
}
