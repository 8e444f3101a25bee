#include "model/safetensors_write.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <math.h>

#include "support/folder.h"
#include "support/safetensors.h"

static void fill_with_squares(const void *context, int64_t first, int64_t count, Real *out)
{
    (void)context;
    for (int64_t i = 0; i < count; i++)
        out[i] = (Real)((first + i) % 32 * ((first + i) % 32));
}

/* A file with one tensor of each kind; `reversed` adds them the other way round. */
static Status write_each_kind(const char *path, bool reversed, Error *error)
{
    static Real numbers[6] = {0, 1, 2, 3, 4, (Real)-0.1f};
    static const int32_t tokens[3] = {1, 403, -7};
    Shape shape = shape_2(AXIS_POS, 3, AXIS_D_MODEL, 2);
    Tensor dense = tensor_over(numbers, &shape);
    Tensor transposed = {.data = numbers, .shape = shape_2(AXIS_POS, 2, AXIS_D_MODEL, 3), .stride = {1, 2}};
    Tensor scalar = {.data = numbers + 3};
    SafetensorsWriter *writer = safetensors_writer_new();
    for (int i = 0; i < 6; i++) {
        switch (reversed ? 5 - i : i) {
        case 0:
            safetensors_writer_add(writer, "tokens", DTYPE_I32, 1, (const int64_t[]){3}, tokens);
            safetensors_writer_metadata(writer, "format", "pt");
            break;
        case 1:
            safetensors_writer_add_tensor(writer, "dense", DTYPE_F32, &dense);
            break;
        case 2:
            safetensors_writer_add_tensor(writer, "transposed", DTYPE_F64, &transposed);
            break;
        case 3:
            safetensors_writer_add_tensor(writer, "half \"가\"\n\x1b", DTYPE_F16, &dense);
            break;
        case 4:
            safetensors_writer_add_filled(writer, "squares", DTYPE_BF16, 3, (const int64_t[]){100, 10, 9},
                                          fill_with_squares, NULL);
            break;
        case 5:
            safetensors_writer_add_tensor(writer, "scalar", DTYPE_F32, &scalar);
            safetensors_writer_metadata(writer, "a \"key\"", "값\n");
            break;
        }
    }
    Status status = safetensors_writer_write(writer, path, error);
    safetensors_writer_free(writer);
    return status;
}

static void check_entry(const Safetensors *safetensors, const char *name, const char *expected_shape, Dtype dtype)
{
    char shape[64];
    const SafetensorsEntry *entry = safetensors_find(safetensors, name);
    assert_non_null(entry);
    safetensors_print_shape(entry, shape, sizeof shape);
    assert_string_equal(shape, expected_shape);
    assert_string_equal(entry->name, name);
    assert_string_equal(entry->file, "kinds.safetensors");
    assert_int_equal(entry->dtype, dtype);
    assert_true(entry->aligned);
}

static void check_numbers(const Safetensors *safetensors, const char *name, const double *expected)
{
    const SafetensorsEntry *entry = safetensors_find(safetensors, name);
    Real *numbers = memory_new((size_t)entry->count, sizeof *numbers);
    safetensors_to_real(entry, numbers);
    for (int64_t i = 0; i < entry->count; i++)
        assert_true((double)numbers[i] == expected[i]);
    free(numbers);
}

static void test_what_is_written_is_read_back(void **state)
{
    Path path = path_in(state, "kinds.safetensors");
    assert_int_equal(write_each_kind(path.text, false, NULL), STATUS_OK);
    Safetensors *safetensors = open_file(path.text);
    assert_int_equal(safetensors_count(safetensors), 6);
    check_entry(safetensors, "tokens", "[3]", DTYPE_I32);
    check_entry(safetensors, "dense", "[3, 2]", DTYPE_F32);
    check_entry(safetensors, "transposed", "[2, 3]", DTYPE_F64);
    check_entry(safetensors, "half \"가\"\n\x1b", "[3, 2]", DTYPE_F16);
    check_entry(safetensors, "squares", "[100, 10, 9]", DTYPE_BF16);
    check_entry(safetensors, "scalar", "[]", DTYPE_F32);
    double tenth = (double)0.1f, half_tenth = 0x1.998p-4, squares[9000];
    for (int i = 0; i < 9000; i++) /* a square below 32^2 may need 10 bits: rounded to BF16's 8 */
        squares[i] = i % 32 * (i % 32);
    for (int i = 0; i < 9000; i++) {
        double step = squares[i] < 256 ? 1 : squares[i] < 512 ? 2 : 4;
        squares[i] = rint(squares[i] / step) * step;
    }
    check_numbers(safetensors, "tokens", (double[]){1, 403, -7});
    check_numbers(safetensors, "dense", (double[]){0, 1, 2, 3, 4, -tenth});
    check_numbers(safetensors, "transposed", (double[]){0, 2, 4, 1, 3, -tenth});
    check_numbers(safetensors, "half \"가\"\n\x1b", (double[]){0, 1, 2, 3, 4, -half_tenth});
    check_numbers(safetensors, "squares", squares);
    check_numbers(safetensors, "scalar", (double[]){3});
    safetensors_free(safetensors);
}

static void test_metadata_is_read_back(void **state)
{
    Path path = path_in(state, "kinds.safetensors");
    assert_int_equal(write_each_kind(path.text, false, NULL), STATUS_OK);
    Safetensors *safetensors = open_file(path.text);
    assert_string_equal(safetensors_metadata(safetensors, "format"), "pt");
    assert_string_equal(safetensors_metadata(safetensors, "a \"key\""), "값\n");
    assert_null(safetensors_metadata(safetensors, "Format"));
    assert_int_equal(safetensors_metadata_count(safetensors), 2);
    const char *value;
    assert_string_equal(safetensors_metadata_at(safetensors, 1, &value), "format");
    assert_string_equal(value, "pt");
    safetensors_free(safetensors);
}

static void test_the_same_content_gives_the_same_bytes(void **state)
{
    Path path = path_in(state, "a.safetensors"), other_path = path_in(state, "b.safetensors");
    File file, other;
    assert_int_equal(write_each_kind(path.text, false, NULL), STATUS_OK);
    assert_int_equal(write_each_kind(other_path.text, true, NULL), STATUS_OK);
    assert_int_equal(file_map(path.text, &file, NULL), STATUS_OK);
    assert_int_equal(file_map(other_path.text, &other, NULL), STATUS_OK);
    assert_int_equal(file.length, other.length);
    assert_memory_equal(file.bytes, other.bytes, file.length);
    uint64_t header_length;
    memcpy(&header_length, file.bytes, sizeof header_length);
    assert_int_equal(header_length % 8, 0);
    file_unmap(&file);
    file_unmap(&other);
}

static void test_one_name_for_two_tensors_is_not_written(void **state)
{
    Path path = path_in(state, "twice.safetensors");
    const char *const names[] = {"a", "__metadata__"};
    for (int i = 0; i < 2; i++) {
        Error error;
        SafetensorsWriter *writer = safetensors_writer_new();
        safetensors_writer_add(writer, "a", DTYPE_U8, 0, NULL, "x");
        safetensors_writer_add(writer, names[i], DTYPE_F32, 0, NULL, "xxxx");
        assert_int_equal(safetensors_writer_write(writer, path.text, &error), STATUS_BAD_DATA);
        assert_contains(error.message, "twice.safetensors");
        assert_contains(error.message, names[i]);
        assert_false(file_exists(path.text));
        safetensors_writer_free(writer);
    }
}

static void test_a_failed_write_leaves_nothing_behind(void **state)
{
    Error error;
    Path path = path_in(state, "taken");
    assert_int_equal(mkdir(path.text, 0700), 0);
    assert_int_equal(write_each_kind(path.text, false, &error), STATUS_IO);
    assert_contains(error.message, "taken");
    assert_int_equal(count_files(*state), 1);
    assert_int_equal(write_each_kind(path_in(state, "no/such/folder").text, false, &error), STATUS_NOT_FOUND);
}

static void test_a_hundred_thousand_tensors_open_quickly(void **state)
{
    enum { MANY = 100000 };
    Path path = path_in(state, "many.safetensors");
    SafetensorsWriter *writer = safetensors_writer_new();
    const unsigned char byte = 5;
    char name[32];
    for (int i = 0; i < MANY; i++) {
        snprintf(name, sizeof name, "layers.%d.weight", i);
        safetensors_writer_add(writer, name, DTYPE_U8, 1, (const int64_t[]){1}, &byte);
    }
    assert_int_equal(safetensors_writer_write(writer, path.text, NULL), STATUS_OK);
    safetensors_writer_free(writer);
    Safetensors *safetensors = open_file(path.text);
    assert_int_equal(safetensors_count(safetensors), MANY);
    for (int i = 0; i < MANY; i++) {
        snprintf(name, sizeof name, "layers.%d.weight", i);
        assert_non_null(safetensors_find(safetensors, name));
    }
    safetensors_free(safetensors);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(test_what_is_written_is_read_back),          IN_FOLDER(test_metadata_is_read_back),
        IN_FOLDER(test_the_same_content_gives_the_same_bytes), IN_FOLDER(test_one_name_for_two_tensors_is_not_written),
        IN_FOLDER(test_a_failed_write_leaves_nothing_behind),  IN_FOLDER(test_a_hundred_thousand_tensors_open_quickly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
