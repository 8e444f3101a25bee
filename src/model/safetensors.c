#include "model/safetensors.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "model/safetensors_parts.h"

void safetensors_free(Safetensors *safetensors)
{
    if (!safetensors)
        return;
    for (size_t i = 0; i < safetensors->file_count; i++)
        file_unmap(&safetensors->files[i]);
    free(safetensors->files);
    free(safetensors->entries);
    free(safetensors->metadata);
    map_free(&safetensors->by_name);
    arena_free(&safetensors->arena);
    free(safetensors);
}

/* Hands over what was read, or throws it away where that failed. */
static Status safetensors_finish(Safetensors *safetensors, Status status, Safetensors **out)
{
    if (status != STATUS_OK)
        safetensors_free(safetensors);
    *out = status == STATUS_OK ? safetensors : NULL;
    return status;
}

Status safetensors_parse(const void *bytes, size_t length, const char *file, Safetensors **out, Error *error)
{
    Safetensors *safetensors = memory_new(1, sizeof *safetensors);
    return safetensors_finish(safetensors, safetensors_add_bytes(safetensors, bytes, length, file, error), out);
}

Status safetensors_add_file(Safetensors *safetensors, const char *path, Error *error)
{
    File file;
    TRY(file_map(path, &file, error));
    safetensors->files =
        memory_grow(safetensors->files, &safetensors->file_capacity, safetensors->file_count + 1, sizeof file);
    safetensors->files[safetensors->file_count++] = file;
    return safetensors_add_bytes(safetensors, file.bytes, file.length, file_name(path), error);
}

Status safetensors_open(const char *path, Safetensors **out, Error *error)
{
    Safetensors *safetensors = memory_new(1, sizeof *safetensors);
    return safetensors_finish(safetensors, safetensors_add_file(safetensors, path, error), out);
}

Status safetensors_open_folder(const char *folder, Safetensors **out, Error *error)
{
    *out = NULL;
    Safetensors *safetensors = memory_new(1, sizeof *safetensors);
    return safetensors_finish(safetensors, safetensors_add_folder(safetensors, folder, error), out);
}

size_t safetensors_count(const Safetensors *safetensors)
{
    return safetensors->count;
}

const SafetensorsEntry *safetensors_at(const Safetensors *safetensors, size_t index)
{
    return &safetensors->entries[index];
}

const SafetensorsEntry *safetensors_find(const Safetensors *safetensors, const char *name)
{
    const int32_t *index = map_find(&safetensors->by_name, name, strlen(name));
    return index ? &safetensors->entries[*index] : NULL;
}

const char *safetensors_metadata(const Safetensors *safetensors, const char *key)
{
    for (size_t i = 0; i < safetensors->metadata_count; i++)
        if (!strcmp(safetensors->metadata[i].key, key))
            return safetensors->metadata[i].value;
    return NULL;
}

size_t safetensors_metadata_count(const Safetensors *safetensors)
{
    return safetensors->metadata_count;
}

const char *safetensors_metadata_at(const Safetensors *safetensors, size_t index, const char **value)
{
    *value = safetensors->metadata[index].value;
    return safetensors->metadata[index].key;
}

void safetensors_to_real(const SafetensorsEntry *entry, Real *out)
{
    dtype_to_real(out, entry->data, entry->dtype, entry->count);
}

void safetensors_print_shape(const SafetensorsEntry *entry, char *out, size_t size)
{
    Buffer text = {0};
    for (int i = 0; i < entry->rank; i++)
        buffer_format(&text, "%s%" PRId64, i ? ", " : "", entry->size[i]);
    snprintf(out, size, "[%s]", buffer_text(&text));
    buffer_free(&text);
}

SafetensorsLabel safetensors_label(const char *name)
{
    static const char more[] = "…";
    SafetensorsLabel label = {0};
    size_t room = sizeof label.text - sizeof more + 1, length = strlen(name);
    size_t shown = utf8_visible(label.text, room, name, length, UTF8_ONE_LINE);
    if (shown < utf8_visible(NULL, 0, name, length, UTF8_ONE_LINE))
        memcpy(label.text + shown, more, sizeof more);
    return label;
}
