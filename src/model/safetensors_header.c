#include "model/safetensors_parts.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/memory.h"

enum {
    LENGTH_BYTES = 8,           /* before the header: its length */
    HEADER_LONGEST = 100000000, /* what the format's own library allows */
};

static const char *const again = "fetch the file again or write it anew";

/* A file under inspection. */
typedef struct Source {
    const char *file;
    const char *header, *data;
    uint64_t header_length, data_length;
} Source;

/* An error about one tensor; a name of any length leaves room for the reason. */
__attribute__((format(printf, 4, 5))) static Status tensor_error(const Source *source, const char *name, Error *error,
                                                                 const char *format, ...)
{
    char why[ERROR_LENGTH];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(why, sizeof why, format, arguments);
    va_end(arguments);
    return error_set(error, STATUS_BAD_DATA, "%s: tensor \"%s\" %s; %s", source->file, safetensors_label(name).text,
                     why, again);
}

/* Would the header be plausible if its length were read from the other end? */
static bool length_is_swapped(const char *bytes, size_t length, uint64_t header_length)
{
    uint64_t swapped = __builtin_bswap64(header_length);
    if (!swapped || swapped > length - LENGTH_BYTES)
        return false;
    char first = bytes[LENGTH_BYTES], last = bytes[LENGTH_BYTES + swapped - 1];
    return first == '{' && (last == '}' || last == ' ');
}

static Status length_error(const char *bytes, size_t length, uint64_t header_length, const char *file, Error *error)
{
    static const char pointer[] = "version https://git-lfs";
    if (length >= sizeof pointer && !memcmp(bytes, pointer, sizeof pointer - 1))
        return error_set(error, STATUS_BAD_DATA,
                         "%s: a Git LFS pointer in place of the file; fetch the file itself with: git lfs pull", file);
    if (length_is_swapped(bytes, length, header_length))
        return error_set(error, STATUS_BAD_DATA,
                         "%s: the header length %" PRIu64 " looks byte-swapped (big-endian?); write it little-endian",
                         file, header_length);
    if (header_length > length - LENGTH_BYTES)
        return error_set(error, STATUS_BAD_DATA,
                         "%s: a header of %" PRIu64 " bytes does not fit into the file's %zu bytes; %s", file,
                         header_length, length, again);
    return error_set(error, STATUS_BAD_DATA, "%s: a header of %" PRIu64 " bytes is longer than the allowed %d; %s",
                     file, header_length, HEADER_LONGEST, again);
}

/* Finds the header and the data. */
static Status source_open(Source *source, const char *bytes, size_t length, const char *file, Error *error)
{
    if (length < LENGTH_BYTES)
        return error_set(error, STATUS_BAD_DATA, "%s: %zu bytes are too few for a safetensors file; %s", file, length,
                         again);
    uint64_t header_length;
    memcpy(&header_length, bytes, LENGTH_BYTES);
    if (header_length > length - LENGTH_BYTES || header_length > HEADER_LONGEST)
        return length_error(bytes, length, header_length, file, error);
    if (!header_length)
        return error_set(error, STATUS_BAD_DATA, "%s: the header is empty; %s", file, again);
    if (bytes[LENGTH_BYTES] != '{')
        return error_set(error, STATUS_BAD_DATA, "%s: the header begins with byte %02X, not with '{'; %s", file,
                         (unsigned char)bytes[LENGTH_BYTES], again);
    *source = (Source){
        .file = file,
        .header = bytes + LENGTH_BYTES,
        .data = bytes + LENGTH_BYTES + header_length,
        .header_length = header_length,
        .data_length = length - LENGTH_BYTES - header_length,
    };
    return STATUS_OK;
}

/* The one member called `key` of a tensor's object. */
static Status find_once(const Source *source, const cJSON *tensor, const char *key, const cJSON **found, Error *error)
{
    *found = NULL;
    for (const cJSON *member = tensor->child; member; member = member->next) {
        if (strcmp(member->string, key))
            continue;
        if (*found)
            return tensor_error(source, tensor->string, error, "has \"%s\" twice", key);
        *found = member;
    }
    if (!*found)
        return tensor_error(source, tensor->string, error, "has no \"%s\"", key);
    return STATUS_OK;
}

/* A size or an offset: whole, not negative, and small enough that the JSON number was exact. */
static bool read_natural(const cJSON *json, int64_t *value)
{
    double most = 9007199254740992.0; /* 2^53 */
    if (!cJSON_IsNumber(json) || !(json->valuedouble >= 0 && json->valuedouble <= most))
        return false;
    *value = (int64_t)json->valuedouble;
    return (double)*value == json->valuedouble;
}

/* A value as a message quotes it. */
typedef struct Quote {
    char text[40];
} Quote;

static Quote quote(const cJSON *json)
{
    Quote quote;
    if (cJSON_IsNumber(json))
        snprintf(quote.text, sizeof quote.text, "%.17g", json->valuedouble);
    else if (!cJSON_PrintPreallocated((cJSON *)json, quote.text, sizeof quote.text, false))
        strcpy(quote.text, "...");
    return quote;
}

static Status read_dtype(const Source *source, const cJSON *tensor, Dtype *dtype, Error *error)
{
    const cJSON *json;
    TRY(find_once(source, tensor, "dtype", &json, error));
    if (!cJSON_IsString(json))
        return tensor_error(source, tensor->string, error, "has a \"dtype\" that is not a text");
    if (!dtype_find(json->valuestring, dtype))
        return error_set(error, STATUS_UNSUPPORTED,
                         "%s: tensor \"%s\" has unknown dtype \"%.20s\"; convert it to one of %s", source->file,
                         safetensors_label(tensor->string).text, json->valuestring, dtype_names());
    return STATUS_OK;
}

static Status read_shape(const Source *source, const cJSON *tensor, SafetensorsEntry *entry, Error *error)
{
    const cJSON *json;
    TRY(find_once(source, tensor, "shape", &json, error));
    if (!cJSON_IsArray(json))
        return tensor_error(source, tensor->string, error, "has a \"shape\" that is not a list of sizes");
    entry->count = 1;
    for (const cJSON *size = json->child; size; size = size->next) {
        if (entry->rank == SAFETENSORS_RANK_MAX)
            return tensor_error(source, tensor->string, error, "has more than %d axes", SAFETENSORS_RANK_MAX);
        int64_t *axis = &entry->size[entry->rank++];
        if (!read_natural(size, axis))
            return tensor_error(source, tensor->string, error,
                                "has a size %s on axis %d that is not a whole number from 0 to 2^53", quote(size).text,
                                entry->rank - 1);
        if (__builtin_mul_overflow(entry->count, *axis, &entry->count))
            return tensor_error(source, tensor->string, error, "has a shape whose sizes multiply to more than 2^63");
    }
    return STATUS_OK;
}

static Status read_offsets(const Source *source, const cJSON *tensor, int64_t *from, int64_t *to, Error *error)
{
    const cJSON *json;
    TRY(find_once(source, tensor, "data_offsets", &json, error));
    const cJSON *first = cJSON_IsArray(json) ? json->child : NULL, *second = first ? first->next : NULL;
    if (!second || second->next)
        return tensor_error(source, tensor->string, error, "has \"data_offsets\" that are not a list of two numbers");
    if (!read_natural(first, from) || !read_natural(second, to))
        return tensor_error(source, tensor->string, error,
                            "has data_offsets [%s, %s] that are not whole numbers from 0 to 2^53", quote(first).text,
                            quote(second).text);
    if (*from > *to)
        return tensor_error(source, tensor->string, error, "has data_offsets [%" PRId64 ", %" PRId64 "] in reverse",
                            *from, *to);
    if ((uint64_t)*to > source->data_length)
        return tensor_error(source, tensor->string, error,
                            "has data_offsets [%" PRId64 ", %" PRId64 "] that reach beyond the %" PRIu64
                            " bytes of data",
                            *from, *to, source->data_length);
    return STATUS_OK;
}

static Status read_entry(const Source *source, const cJSON *tensor, SafetensorsEntry *entry, Error *error)
{
    if (!cJSON_IsObject(tensor))
        return tensor_error(source, tensor->string, error, "is not described by an object {...}");
    int64_t from = 0, to = 0, bytes = 0;
    TRY(read_dtype(source, tensor, &entry->dtype, error));
    TRY(read_shape(source, tensor, entry, error));
    TRY(read_offsets(source, tensor, &from, &to, error));
    int width = (int)dtype_bytes(entry->dtype);
    if (__builtin_mul_overflow(entry->count, (int64_t)width, &bytes) || bytes != to - from) {
        char shape[200];
        safetensors_print_shape(entry, shape, sizeof shape);
        return tensor_error(source, tensor->string, error,
                            "has shape %s of %s, %" PRId64 " x %d bytes, but data_offsets [%" PRId64 ", %" PRId64 "]",
                            shape, dtype_name(entry->dtype), entry->count, width, from, to);
    }
    entry->file = source->file;
    entry->data = source->data + from;
    entry->bytes = (size_t)bytes;
    entry->aligned = (uintptr_t)entry->data % (uintptr_t)width == 0;
    return STATUS_OK;
}

static Status add_tensor(Safetensors *safetensors, const Source *source, const cJSON *tensor, Error *error)
{
    SafetensorsEntry entry = {0};
    TRY(read_entry(source, tensor, &entry, error));
    size_t length = strlen(tensor->string);
    entry.name = arena_text(&safetensors->arena, tensor->string, length);
    const SafetensorsEntry *other = safetensors_find(safetensors, entry.name);
    if (other && other->file == source->file)
        return tensor_error(source, entry.name, error, "is listed twice");
    if (other)
        return tensor_error(source, entry.name, error, "is in %s too", other->file);
    map_add(&safetensors->by_name, entry.name, length, (int32_t)safetensors->count);
    safetensors->entries =
        memory_grow(safetensors->entries, &safetensors->capacity, safetensors->count + 1, sizeof entry);
    safetensors->entries[safetensors->count++] = entry;
    return STATUS_OK;
}

static Status add_metadata(Safetensors *safetensors, const Source *source, const cJSON *metadata, Error *error)
{
    if (!cJSON_IsObject(metadata))
        return error_set(error, STATUS_BAD_DATA, "%s: \"__metadata__\" is not an object {...}; %s", source->file,
                         again);
    for (const cJSON *pair = metadata->child; pair; pair = pair->next) {
        if (!cJSON_IsString(pair))
            return error_set(error, STATUS_BAD_DATA, "%s: \"%s\" in \"__metadata__\" is not a text; %s", source->file,
                             safetensors_label(pair->string).text, again);
        safetensors->metadata = memory_grow(safetensors->metadata, &safetensors->metadata_capacity,
                                            safetensors->metadata_count + 1, sizeof(SafetensorsPair));
        safetensors->metadata[safetensors->metadata_count++] = (SafetensorsPair){
            .key = arena_text(&safetensors->arena, pair->string, strlen(pair->string)),
            .value = arena_text(&safetensors->arena, pair->valuestring, strlen(pair->valuestring)),
        };
    }
    return STATUS_OK;
}

static Status add_members(Safetensors *safetensors, const Source *source, const cJSON *header, Error *error)
{
    for (const cJSON *member = header->child; member; member = member->next) {
        if (!strcmp(member->string, "__metadata__"))
            TRY(add_metadata(safetensors, source, member, error));
        else
            TRY(add_tensor(safetensors, source, member, error));
    }
    return STATUS_OK;
}

static int by_place(const void *a, const void *b)
{
    const SafetensorsEntry *left = *(SafetensorsEntry *const *)a, *right = *(SafetensorsEntry *const *)b;
    if (left->data != right->data)
        return (const char *)left->data < (const char *)right->data ? -1 : 1;
    return (left->bytes > right->bytes) - (left->bytes < right->bytes); /* empty ones first */
}

/* The tensors, in the order of their places, must follow on one another from the first byte of data to the last. */
static Status check_places(const Source *source, SafetensorsEntry *const *sorted, size_t count, Error *error)
{
    uint64_t end = 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t from = (uint64_t)((const char *)sorted[i]->data - source->data);
        if (from < end)
            return tensor_error(source, sorted[i]->name, error,
                                "begins at byte %" PRIu64 " of the data and so overlaps \"%s\", which ends at %" PRIu64,
                                from, safetensors_label(sorted[i - 1]->name).text, end);
        if (from > end)
            return tensor_error(source, sorted[i]->name, error,
                                "begins at byte %" PRIu64 " of the data and leaves a gap from %" PRIu64, from, end);
        end = from + sorted[i]->bytes;
    }
    if (end < source->data_length)
        return error_set(error, STATUS_BAD_DATA,
                         "%s: %" PRIu64 " bytes after the last tensor \"%s\" belong to none; %s", source->file,
                         source->data_length - end, safetensors_label(count ? sorted[count - 1]->name : "").text,
                         again);
    return STATUS_OK;
}

/* Checks the places of the entries from `first` on. */
static Status check_new_places(const Safetensors *safetensors, const Source *source, size_t first, Error *error)
{
    size_t count = safetensors->count - first;
    SafetensorsEntry **sorted = memory_new(count ? count : 1, sizeof *sorted);
    for (size_t i = 0; i < count; i++)
        sorted[i] = &safetensors->entries[first + i];
    qsort(sorted, count, sizeof *sorted, by_place);
    Status status = check_places(source, sorted, count, error);
    free(sorted);
    return status;
}

Status safetensors_add_bytes(Safetensors *safetensors, const char *bytes, size_t length, const char *file, Error *error)
{
    Source source = {0};
    size_t first = safetensors->count;
    cJSON *header;
    TRY(source_open(&source, bytes, length, file, error));
    source.file = arena_text(&safetensors->arena, file, strlen(file));
    const char *where = arena_format(&safetensors->arena, "%s: header", file);
    TRY(json_parse(source.header, source.header_length, where, &header, error));
    Status status = add_members(safetensors, &source, header, error);
    cJSON_Delete(header);
    TRY(status);
    return check_new_places(safetensors, &source, first, error);
}
