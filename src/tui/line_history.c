#include "tui/line_history.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/folder.h"
#include "base/user_file.h"
#include "base/utf8.h"

enum {
    KEPT = 500,               /* lines, when the file is shortened */
    SHORTENED_FROM = 1 << 16, /* bytes */
    READ_MOST = 1 << 22,      /* bytes: a larger file is none of ours */
};

/* A line that was typed: whole characters, none of them a control character. */
static bool line_history_good(const char *text, size_t length)
{
    return length && utf8_valid_prefix(text, length) == length &&
           utf8_visible(NULL, 0, text, length, UTF8_LINES) == length && !memchr(text, '\t', length);
}

static void line_history_take(CommandLine *line, char *text)
{
    for (char *at = text; *at;) {
        size_t length = strcspn(at, "\n");
        bool more = at[length] == '\n';
        at[length] = '\0';
        if (line_history_good(at, length))
            command_line_remember(line, at);
        at += length + more;
    }
}

static void line_history_shorten(const CommandLine *line, const char *path)
{
    Buffer text = {0};
    for (size_t i = line->line_count > KEPT ? line->line_count - KEPT : 0; i < line->line_count; i++)
        buffer_format(&text, "%s\n", buffer_text(&line->lines[i]));
    file_write(path, buffer_text(&text), text.length, NULL);
    buffer_free(&text);
}

void line_history_load(CommandLine *line)
{
    Buffer path = {0}, text = {0};
    if (user_file(USER_STATE, "history", &path) && file_exists(path.bytes) &&
        file_read(path.bytes, READ_MOST, &text, NULL) == STATUS_OK && text.length &&
        !memchr(text.bytes, '\0', text.length)) {
        bool long_file = text.length > SHORTENED_FROM;
        line_history_take(line, text.bytes);
        if (long_file)
            line_history_shorten(line, path.bytes);
    }
    buffer_free(&path);
    buffer_free(&text);
}

static bool line_history_open(const char *path, int *descriptor)
{
    Buffer folder = {0};
    buffer_append(&folder, path, (size_t)(strrchr(path, '/') - path));
    bool made = folder_make(folder.bytes, NULL) == STATUS_OK;
    buffer_free(&folder);
    *descriptor = made ? open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0600) : -1;
    return *descriptor >= 0;
}

void line_history_add(const char *text)
{
    int descriptor;
    Buffer path = {0}, line = {0};
    buffer_format(&line, "%s\n", text);
    if (user_file(USER_STATE, "history", &path) && line_history_open(path.bytes, &descriptor)) {
        ssize_t written = write(descriptor, line.bytes, line.length);
        (void)written; /* there is nothing to be done about it */
        close(descriptor);
    }
    buffer_free(&path);
    buffer_free(&line);
}
