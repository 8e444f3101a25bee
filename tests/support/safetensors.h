/* Making safetensors files, right and wrong, and what tests claim about reading them. Include cmocka.h first. */
#ifndef SUPPORT_SAFETENSORS_H
#define SUPPORT_SAFETENSORS_H

#include <stdint.h>
#include <string.h>

#include "base/buffer.h"
#include "base/file.h"
#include "model/safetensors.h"

/* A tensor's row in a header. */
#define TENSOR(name, dtype, shape, offsets)                                                                            \
    "\"" name "\":{\"dtype\":\"" dtype "\",\"shape\":" shape ",\"data_offsets\":" offsets "}"

/* Writes a file with this header, its length said to be `header_length`, and `data` bytes after it. */
static inline void write_with_length(const char *path, uint64_t header_length, const char *header, size_t data)
{
    Buffer bytes = {0};
    buffer_append(&bytes, &header_length, sizeof header_length);
    buffer_append_text(&bytes, header);
    for (size_t i = 0; i < data; i++)
        buffer_append(&bytes, "\x01", 1);
    assert_int_equal(file_write(path, bytes.bytes, bytes.length, NULL), STATUS_OK);
    buffer_free(&bytes);
}

static inline void write_header(const char *path, const char *header, size_t data)
{
    write_with_length(path, strlen(header), header, data);
}

static inline void write_text(const char *path, const char *text)
{
    assert_int_equal(file_write(path, text, strlen(text), NULL), STATUS_OK);
}

static inline void assert_contains(const char *message, const char *part)
{
    if (!strstr(message, part))
        fail_msg("\"%s\" does not contain \"%s\"", message, part);
}

/* A refusal is one line that names the file, says why and how to mend it. */
static inline void assert_refusal(Status status, const Safetensors *safetensors, const Error *error, const char *file,
                                  const char *why)
{
    if (status == STATUS_OK)
        fail_msg("accepted; should say \"%s\"", why);
    assert_null(safetensors);
    assert_int_equal(error->status, status);
    assert_contains(error->message, file);
    assert_contains(error->message, why);
    assert_contains(error->message, "; ");
    assert_null(strchr(error->message, '\n'));
    assert_null(strchr(error->message, '\x1b'));
}

static inline Safetensors *open_file(const char *path)
{
    Safetensors *safetensors;
    Error error = {0};
    if (safetensors_open(path, &safetensors, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    return safetensors;
}

#endif
