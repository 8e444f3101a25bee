/* Files: mapped for reading, replaced whole for writing. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/status.h"

typedef struct File {
    const char *bytes; /* read-only; not terminated; NULL when length is 0 */
    size_t length;
} File;

/* Maps a regular file. Messages name `path`. */
Status file_map(const char *path, File *file, Error *error);
void file_unmap(File *file);

/* Appends all of a file, or all of standard input for path "-". At most `most` bytes, more is an error. */
Status file_read(const char *path, size_t most, Buffer *out, Error *error);

/* Replaces `path` by these bytes in one step: written beside it under a temporary name, synced,
 * renamed. An interrupted or failed write leaves the old file as it was. Where `path` is a symbolic link, what it
 * points at is replaced; a device or a pipe is written to. */
Status file_write(const char *path, const void *bytes, size_t length, Error *error);

/* The same for content that comes piece by piece: begin, append as often as it takes, commit. After
 * a failure, or to give up, file_writer_abort leaves the old file; it is also fine after commit. */
typedef struct FileWriter {
    char *path, *temporary; /* owned; path NULL when not writing, temporary NULL for a device or pipe */
    int descriptor;
} FileWriter;

Status file_writer_begin(FileWriter *writer, const char *path, Error *error);
Status file_writer_append(FileWriter *writer, const void *bytes, size_t length, Error *error);
Status file_writer_commit(FileWriter *writer, Error *error);
void file_writer_abort(FileWriter *writer);

bool file_exists(const char *path);
bool file_is_folder(const char *path);

/* The last part of a path, for messages; points into `path`. */
const char *file_name(const char *path);

#endif
