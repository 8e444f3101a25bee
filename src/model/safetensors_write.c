#include "model/safetensors_write.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/json.h"
#include "base/map.h"
#include "base/memory.h"
#include "model/safetensors.h"

/* A tensor to write. Its numbers come from `data` as they are stored, or from `fill`. */
typedef struct Row {
    const char *name;
    Dtype dtype;
    int rank;
    int64_t size[SAFETENSORS_RANK_MAX], count;
    const void *data;
    SafetensorsFill fill;
    const void *context;
} Row;

typedef struct Pair {
    const char *key, *value;
} Pair;

struct SafetensorsWriter {
    Arena arena;
    Row *rows;
    size_t row_count, row_capacity;
    Pair *pairs;
    size_t pair_count, pair_capacity;
};

SafetensorsWriter *safetensors_writer_new(void)
{
    return memory_new(1, sizeof(SafetensorsWriter));
}

void safetensors_writer_free(SafetensorsWriter *writer)
{
    if (!writer)
        return;
    free(writer->rows);
    free(writer->pairs);
    arena_free(&writer->arena);
    free(writer);
}

/* Room for one more tensor, with all but its numbers filled in. */
static Row *add_row(SafetensorsWriter *writer, const char *name, Dtype dtype, int rank, const int64_t *size)
{
    writer->rows = memory_grow(writer->rows, &writer->row_capacity, writer->row_count + 1, sizeof(Row));
    Row *row = &writer->rows[writer->row_count++];
    *row = (Row){
        .name = arena_text(&writer->arena, name, strlen(name)),
        .dtype = dtype,
        .rank = rank,
        .count = 1,
    };
    for (int i = 0; i < rank; i++) {
        row->size[i] = size[i];
        row->count *= size[i];
    }
    return row;
}

void safetensors_writer_add(SafetensorsWriter *writer, const char *name, Dtype dtype, int rank, const int64_t *size,
                            const void *data)
{
    add_row(writer, name, dtype, rank, size)->data = data;
}

void safetensors_writer_add_filled(SafetensorsWriter *writer, const char *name, Dtype dtype, int rank,
                                   const int64_t *size, SafetensorsFill fill, const void *context)
{
    Row *row = add_row(writer, name, dtype, rank, size);
    row->fill = fill;
    row->context = context;
}

static void fill_from_dense(const void *context, int64_t first, int64_t count, Real *out)
{
    memcpy(out, ((const Tensor *)context)->data + first, (size_t)count * sizeof *out);
}

/* Run by run along the last axis. */
static void fill_from_view(const void *context, int64_t first, int64_t count, Real *out)
{
    const Tensor *tensor = context;
    int last = tensor->shape.rank - 1;
    for (int64_t done = 0; done < count;) {
        int64_t index[RANK_MAX];
        shape_index(&tensor->shape, first + done, index);
        const Real *cell = tensor_cell(tensor, index);
        for (int64_t i = index[last]; i < tensor->shape.size[last] && done < count; i++, done++) {
            out[done] = *cell;
            cell += tensor->stride[last];
        }
    }
}

void safetensors_writer_add_tensor(SafetensorsWriter *writer, const char *name, Dtype dtype, const Tensor *tensor)
{
    Tensor *copy = arena_new(&writer->arena, 1, sizeof *copy);
    *copy = *tensor;
    safetensors_writer_add_filled(writer, name, dtype, tensor->shape.rank, tensor->shape.size,
                                  tensor_is_dense(tensor) ? fill_from_dense : fill_from_view, copy);
}

void safetensors_writer_metadata(SafetensorsWriter *writer, const char *key, const char *value)
{
    writer->pairs = memory_grow(writer->pairs, &writer->pair_capacity, writer->pair_count + 1, sizeof(Pair));
    writer->pairs[writer->pair_count++] = (Pair){
        .key = arena_text(&writer->arena, key, strlen(key)),
        .value = arena_text(&writer->arena, value, strlen(value)),
    };
}

/* Wide numbers first: each tensor then begins at a multiple of its number's width. */
static int by_width_and_name(const void *a, const void *b)
{
    const Row *left = a, *right = b;
    size_t left_width = dtype_bytes(left->dtype), right_width = dtype_bytes(right->dtype);
    return left_width != right_width ? (left_width < right_width) - (left_width > right_width)
                                     : strcmp(left->name, right->name);
}

static int by_key(const void *a, const void *b)
{
    return strcmp(((const Pair *)a)->key, ((const Pair *)b)->key);
}

static Status check_names(const SafetensorsWriter *writer, const char *path, Error *error)
{
    static const char reserved[] = "__metadata__";
    const char *twice = NULL;
    Map names = {0};
    map_add(&names, reserved, strlen(reserved), 0);
    for (size_t i = 0; i < writer->row_count && !twice; i++)
        if (!map_add(&names, writer->rows[i].name, strlen(writer->rows[i].name), 0))
            twice = writer->rows[i].name;
    map_free(&names);
    for (size_t i = 1; i < writer->pair_count && !twice; i++)
        if (!strcmp(writer->pairs[i - 1].key, writer->pairs[i].key))
            twice = writer->pairs[i].key;
    if (twice)
        return error_set(error, STATUS_BAD_DATA, "%s: \"%.120s\" would be in the file twice; give it another name",
                         path, twice);
    return STATUS_OK;
}

static void append_metadata(Buffer *header, const SafetensorsWriter *writer)
{
    buffer_append_text(header, "\"__metadata__\":{");
    for (size_t i = 0; i < writer->pair_count; i++) {
        const Pair *pair = &writer->pairs[i];
        buffer_append_text(header, i ? "," : "");
        json_append_string(header, pair->key, strlen(pair->key));
        buffer_append_text(header, ":");
        json_append_string(header, pair->value, strlen(pair->value));
    }
    buffer_append_text(header, "}");
}

static void append_row(Buffer *header, const Row *row, size_t from, size_t to)
{
    json_append_string(header, row->name, strlen(row->name));
    buffer_format(header, ":{\"dtype\":\"%s\",\"shape\":[", dtype_name(row->dtype));
    for (int i = 0; i < row->rank; i++)
        buffer_format(header, "%s%" PRId64, i ? "," : "", row->size[i]);
    buffer_format(header, "],\"data_offsets\":[%zu,%zu]}", from, to);
}

/* The header with its length before it, padded so that the data begins at a multiple of 8. */
static void append_header(Buffer *header, const SafetensorsWriter *writer)
{
    uint64_t length = 0;
    buffer_append(header, &length, sizeof length); /* not known yet */
    buffer_append_text(header, "{");
    if (writer->pair_count)
        append_metadata(header, writer);
    size_t from = 0;
    for (size_t i = 0; i < writer->row_count; i++) {
        const Row *row = &writer->rows[i];
        size_t to = from + (size_t)row->count * dtype_bytes(row->dtype);
        buffer_append_text(header, i || writer->pair_count ? "," : "");
        append_row(header, row, from, to);
        from = to;
    }
    buffer_append_text(header, "}");
    while (header->length % sizeof length)
        buffer_append_text(header, " ");
    length = header->length - sizeof length;
    memcpy(header->bytes, &length, sizeof length);
}

static Status write_row(FileWriter *file, const Row *row, Error *error)
{
    enum { PIECE = 4096 };
    Real numbers[PIECE];
    double stored[PIECE]; /* as wide as the widest format */
    size_t width = dtype_bytes(row->dtype);
    if (!row->fill)
        return file_writer_append(file, row->data, (size_t)row->count * width, error);
    for (int64_t first = 0; first < row->count; first += PIECE) {
        int64_t count = row->count - first < PIECE ? row->count - first : PIECE;
        row->fill(row->context, first, count, numbers);
        dtype_from_real(stored, numbers, row->dtype, count);
        TRY(file_writer_append(file, stored, (size_t)count * width, error));
    }
    return STATUS_OK;
}

static Status write_all(const SafetensorsWriter *writer, FileWriter *file, Error *error)
{
    Buffer header = {0};
    append_header(&header, writer);
    Status status = file_writer_append(file, header.bytes, header.length, error);
    buffer_free(&header);
    TRY(status);
    for (size_t i = 0; i < writer->row_count; i++)
        TRY(write_row(file, &writer->rows[i], error));
    return file_writer_commit(file, error);
}

Status safetensors_writer_write(SafetensorsWriter *writer, const char *path, Error *error)
{
    if (writer->row_count)
        qsort(writer->rows, writer->row_count, sizeof(Row), by_width_and_name);
    if (writer->pair_count)
        qsort(writer->pairs, writer->pair_count, sizeof(Pair), by_key);
    TRY(check_names(writer, path, error));
    FileWriter file;
    TRY(file_writer_begin(&file, path, error));
    Status status = write_all(writer, &file, error);
    file_writer_abort(&file);
    return status;
}
