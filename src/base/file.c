#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

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

static int file_write_all(int descriptor, const char *bytes, size_t length)
{
    while (length) {
        ssize_t count = write(descriptor, bytes, length);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return -1;
        bytes += count;
        length -= (size_t)count;
    }
    return fsync(descriptor);
}

Status file_write(const char *path, const void *bytes, size_t length, Error *error)
{
    const char *mend = "check the folder, its permissions and the free space";
    char temporary[PATH_MAX];
    if (snprintf(temporary, sizeof temporary, "%s.XXXXXX", path) >= (int)sizeof temporary)
        return error_set(error, STATUS_IO, "%s: path too long; choose a shorter one", path);
    int descriptor = mkstemp(temporary);
    if (descriptor < 0)
        return file_error(path, mend, error);
    mode_t mask = umask(0);
    umask(mask);
    int failed = file_write_all(descriptor, bytes, length) || fchmod(descriptor, 0666 & ~mask);
    failed = close(descriptor) || failed;
    if (failed || rename(temporary, path)) {
        Status status = file_error(path, mend, error);
        unlink(temporary);
        return status;
    }
    return STATUS_OK;
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
