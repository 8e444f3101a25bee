#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"

static Status file_error(const char *path, const char *mend, Error *error)
{
    return error_set(error, errno == ENOENT ? STATUS_NOT_FOUND : STATUS_IO, "%s: %s; %s", path, strerror(errno), mend);
}

static Status file_map_open(int descriptor, const char *path, File *file, Error *error)
{
    struct stat facts;
    if (fstat(descriptor, &facts))
        return file_error(path, "check the path", error);
    if (!S_ISREG(facts.st_mode))
        return error_set(error, STATUS_IO, "%s: not a regular file; name a file", path);
    *file = (File){.length = (size_t)facts.st_size};
    if (!file->length)
        return STATUS_OK;
    void *bytes = mmap(NULL, file->length, PROT_READ, MAP_PRIVATE, descriptor, 0);
    if (bytes == MAP_FAILED)
        return file_error(path, "close other programs and try again", error);
    file->bytes = bytes;
    return STATUS_OK;
}

Status file_map(const char *path, File *file, Error *error)
{
    *file = (File){0};
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a FIFO must not make us wait */
    if (descriptor < 0)
        return file_error(path, "check the path", error);
    Status status = file_map_open(descriptor, path, file, error);
    close(descriptor);
    return status;
}

void file_unmap(File *file)
{
    if (file->bytes)
        munmap((void *)file->bytes, file->length);
    *file = (File){0};
}

static Status file_read_all(int descriptor, const char *path, size_t most, Buffer *out, Error *error)
{
    char chunk[65536];
    for (;;) {
        ssize_t count = read(descriptor, chunk, sizeof chunk);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return file_error(path, "check that it can be read", error);
        if (count == 0)
            return STATUS_OK;
        if (out->length + (size_t)count > most)
            return error_set(error, STATUS_OUT_OF_RANGE, "%s: longer than %zu bytes; give a shorter text", path, most);
        buffer_append(out, chunk, (size_t)count);
    }
}

Status file_read(const char *path, size_t most, Buffer *out, Error *error)
{
    if (!strcmp(path, "-"))
        return file_read_all(STDIN_FILENO, "standard input", most, out, error);
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return file_error(path, "check the path", error);
    Status status = file_read_all(descriptor, path, most, out, error);
    close(descriptor);
    return status;
}

/* Errors of writing, all mended alike. */
static Status file_write_error(const char *path, Error *error)
{
    return file_error(path, "check the folder, its permissions and the free space", error);
}

/* A device, a pipe or a terminal is written to; only a regular file can be replaced. */
static bool file_is_special(const char *path)
{
    struct stat facts;
    return stat(path, &facts) == 0 && !S_ISREG(facts.st_mode) && !S_ISDIR(facts.st_mode);
}

static Status file_writer_begin_special(FileWriter *writer, const char *path, Error *error)
{
    int descriptor = open(path, O_WRONLY | O_CLOEXEC);
    if (descriptor < 0)
        return file_write_error(path, error);
    *writer = (FileWriter){.path = memory_copy_text(path, strlen(path)), .descriptor = descriptor};
    return STATUS_OK;
}

/* The file that a path leads to: a symbolic link stays, and what it points at is replaced. free() it. */
static char *file_target(const char *path)
{
    char *target = realpath(path, NULL);
    return target ? target : memory_copy_text(path, strlen(path));
}

Status file_writer_begin(FileWriter *writer, const char *path, Error *error)
{
    *writer = (FileWriter){0};
    if (file_is_special(path))
        return file_writer_begin_special(writer, path, error);
    char *target = file_target(path);
    Buffer temporary = {0};
    buffer_format(&temporary, "%s.XXXXXX", target);
    int descriptor = mkstemp(temporary.bytes);
    if (descriptor < 0) {
        Status status = file_write_error(path, error);
        buffer_free(&temporary);
        free(target);
        return status;
    }
    *writer = (FileWriter){.path = target, .temporary = buffer_take(&temporary), .descriptor = descriptor};
    return STATUS_OK;
}

Status file_writer_append(FileWriter *writer, const void *bytes, size_t length, Error *error)
{
    const char *rest = bytes;
    while (length) {
        ssize_t count = write(writer->descriptor, rest, length);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return file_write_error(writer->path, error);
        rest += count;
        length -= (size_t)count;
    }
    return STATUS_OK;
}

/* Forgets the file that is being written, whose descriptor is closed already. */
static void file_writer_end(FileWriter *writer)
{
    free(writer->path);
    free(writer->temporary);
    *writer = (FileWriter){0};
}

/* Makes the temporary file the real one. */
static int file_writer_replace(FileWriter *writer)
{
    mode_t mask = umask(0);
    umask(mask);
    int failed = fchmod(writer->descriptor, 0666 & ~mask) || fsync(writer->descriptor);
    failed = close(writer->descriptor) || failed;
    failed = failed || rename(writer->temporary, writer->path);
    if (failed)
        unlink(writer->temporary);
    return failed;
}

Status file_writer_commit(FileWriter *writer, Error *error)
{
    int failed = writer->temporary ? file_writer_replace(writer) : close(writer->descriptor);
    Status status = failed ? file_write_error(writer->path, error) : STATUS_OK;
    file_writer_end(writer);
    return status;
}

void file_writer_abort(FileWriter *writer)
{
    if (!writer->path)
        return;
    close(writer->descriptor);
    if (writer->temporary)
        unlink(writer->temporary);
    file_writer_end(writer);
}

Status file_write(const char *path, const void *bytes, size_t length, Error *error)
{
    FileWriter writer;
    TRY(file_writer_begin(&writer, path, error));
    Status status = file_writer_append(&writer, bytes, length, error);
    if (status == STATUS_OK)
        status = file_writer_commit(&writer, error);
    file_writer_abort(&writer);
    return status;
}

bool file_exists(const char *path)
{
    return access(path, F_OK) == 0;
}

bool file_is_folder(const char *path)
{
    struct stat facts;
    return stat(path, &facts) == 0 && S_ISDIR(facts.st_mode);
}

const char *file_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash && slash[1] ? slash + 1 : path;
}
