#include "base/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"

#define TEMPORARY_MARK ".part-"

static Status folder_error(const char *path, Error *error)
{
    return error_set(error, STATUS_IO, "%s: %s; check the path, its permissions and the free space", path,
                     strerror(errno));
}

Status folder_make(const char *path, Error *error)
{
    char *part = memory_copy_text(path, strlen(path));
    Status status = STATUS_OK;
    for (char *at = part + 1; status == STATUS_OK && *part; at++) {
        if (*at && *at != '/')
            continue;
        char end = *at;
        *at = '\0';
        if (mkdir(part, 0777) && errno != EEXIST)
            status = folder_error(path, error);
        *at = end;
        if (!end)
            break;
    }
    free(part);
    if (status == STATUS_OK && !file_is_folder(path))
        status = error_set(error, STATUS_IO, "%s: not a folder; name another", path);
    return status;
}

/* PARENT/.part-NAME, to be followed by something unique. */
static void temporary_name(const char *path, Buffer *out)
{
    const char *name = file_name(path);
    buffer_append(out, path, (size_t)(name - path));
    buffer_format(out, TEMPORARY_MARK "%s.XXXXXX", name);
}

Status folder_begin(const char *path, Buffer *temporary, Error *error)
{
    size_t start = temporary->length;
    temporary_name(path, temporary);
    if (!mkdtemp(temporary->bytes + start))
        return folder_error(path, error);
    mode_t mask = umask(0);
    umask(mask);
    return chmod(temporary->bytes + start, 0777 & ~mask) ? folder_error(path, error) : STATUS_OK;
}

/* A name is safe on the disk once the folder that holds it is. */
static int sync_folder(const char *path)
{
    int descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return -1;
    int failed = fsync(descriptor);
    close(descriptor);
    return failed;
}

static int sync_parent(const char *path)
{
    Buffer parent = {0};
    buffer_append(&parent, path, (size_t)(file_name(path) - path));
    int failed = sync_folder(parent.length ? parent.bytes : ".");
    buffer_free(&parent);
    return failed;
}

Status folder_commit(const char *temporary, const char *path, Error *error)
{
    if (sync_folder(temporary) || rename(temporary, path) || sync_parent(path))
        return folder_error(path, error);
    return STATUS_OK;
}

/* What is written whole holds files alone. */
static int remove_content(const char *path)
{
    DIR *entries = opendir(path);
    int failed = entries ? 0 : -1;
    for (struct dirent *entry; entries && !failed && (entry = readdir(entries));) {
        if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
            continue;
        Buffer file = {0};
        buffer_format(&file, "%s/%s", path, entry->d_name);
        failed = unlink(file.bytes);
        buffer_free(&file);
    }
    if (entries)
        closedir(entries);
    return failed || rmdir(path);
}

Status folder_remove(const char *path, Error *error)
{
    if (!file_exists(path))
        return STATUS_OK;
    Buffer temporary = {0};
    Status status = STATUS_OK;
    if (!strncmp(file_name(path), TEMPORARY_MARK, strlen(TEMPORARY_MARK)))
        buffer_append_text(&temporary, path);
    else
        status = folder_begin(path, &temporary, error); /* an empty folder may be renamed over */
    if (status == STATUS_OK && strcmp(temporary.bytes, path) && rename(path, temporary.bytes))
        status = folder_error(path, error);
    if (status == STATUS_OK && remove_content(temporary.bytes))
        status = folder_error(path, error);
    buffer_free(&temporary);
    return status;
}

void folder_sweep(const char *parent)
{
    DIR *entries = opendir(parent);
    for (struct dirent *entry; entries && (entry = readdir(entries));) {
        if (strncmp(entry->d_name, TEMPORARY_MARK, strlen(TEMPORARY_MARK)))
            continue;
        Buffer path = {0};
        buffer_format(&path, "%s/%s", parent, entry->d_name);
        remove_content(path.bytes);
        buffer_free(&path);
    }
    if (entries)
        closedir(entries);
}
