#include "cli/inspect_tensors.h"

#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "cli/print.h"
#include "model/safetensors.h"

bool inspect_is_checkpoint(const char *path)
{
    static const char ending[] = ".safetensors";
    size_t length = strlen(path);
    return length >= sizeof ending && !strcmp(path + length + 1 - sizeof ending, ending) && !file_is_folder(path);
}

static void append_row(const SafetensorsEntry *entry, Buffer *out)
{
    char shape[128];
    safetensors_print_shape(entry, shape, sizeof shape);
    buffer_append_visible(out, entry->name, strlen(entry->name));
    buffer_format(out, "  %s %s  %lld numbers, %zu bytes\n", dtype_name(entry->dtype), shape, (long long)entry->count,
                  entry->bytes);
}

static void append_row_json(const SafetensorsEntry *entry, Buffer *out)
{
    buffer_append_text(out, "{\"name\":");
    json_append_string(out, entry->name, strlen(entry->name));
    buffer_format(out, ",\"dtype\":\"%s\",\"shape\":[", dtype_name(entry->dtype));
    for (int i = 0; i < entry->rank; i++)
        buffer_format(out, "%s%lld", i ? "," : "", (long long)entry->size[i]);
    buffer_format(out, "],\"bytes\":%zu}", entry->bytes);
}

static void append_tensors(const Safetensors *tensors, bool json, Buffer *out)
{
    size_t count = safetensors_count(tensors), bytes = 0;
    int64_t numbers = 0;
    buffer_append_text(out, json ? "{\"tensors\":[" : "");
    for (size_t i = 0; i < count; i++) {
        const SafetensorsEntry *entry = safetensors_at(tensors, i);
        numbers += entry->count;
        bytes += entry->bytes;
        buffer_append_text(out, json && i ? ",\n" : "");
        if (json)
            append_row_json(entry, out);
        else
            append_row(entry, out);
    }
    if (json)
        buffer_format(out, "],\"count\":%zu,\"numbers\":%lld,\"bytes\":%zu}\n", count, (long long)numbers, bytes);
    else
        buffer_format(out, "%zu tensors, %lld numbers, %zu bytes; config.json beside them says what they are for\n",
                      count, (long long)numbers, bytes);
}

Status inspect_tensors(const Options *options, const char *path, Error *error)
{
    Safetensors *tensors;
    Buffer out = {0};
    TRY(safetensors_open(path, &tensors, error));
    append_tensors(tensors, option_given(options, OPTION_JSON), &out);
    safetensors_free(tensors);
    print_buffer(&out);
    return STATUS_OK;
}
