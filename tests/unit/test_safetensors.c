#include "model/safetensors.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/folder.h"
#include "support/safetensors.h"

static void assert_file_refused(const char *path, const char *why)
{
    Safetensors *safetensors;
    Error error = {0};
    Status status = safetensors_open(path, &safetensors, &error);
    assert_refusal(status, safetensors, &error, file_name(path), why);
}

/* Headers that lie, each with the bytes of data behind it and what must be said. */

typedef struct Lie {
    const char *header;
    size_t data;
    const char *why;
} Lie;

static const Lie lies[] = {
    /* not the JSON it should be */
    {"", 0, "the header is empty"},
    {"[1,2]", 0, "begins with byte 5B"},
    {"\xEF\xBB\xBF{}", 0, "begins with byte EF"},
    {"{\"a\":", 0, "not valid JSON"},
    {"{} x", 0, "not valid JSON"},
    {"{\"\xC3\x28\":1}", 0, "not UTF-8 at byte 2"},
    {"{\"a\":1}", 0, "tensor \"a\" is not described by an object"},
    {"{\"a\":null}", 0, "tensor \"a\" is not described by an object"},
    {"{\"__metadata__\":[]}", 0, "\"__metadata__\" is not an object"},
    {"{\"__metadata__\":{\"k\":1}}", 0, "\"k\" in \"__metadata__\" is not a text"},
    {"{\"a\":{\"shape\":[],\"data_offsets\":[0,1]}}", 1, "tensor \"a\" has no \"dtype\""},
    {"{\"a\":{\"dtype\":\"U8\",\"data_offsets\":[0,1]}}", 1, "tensor \"a\" has no \"shape\""},
    {"{\"a\":{\"dtype\":\"U8\",\"shape\":[]}}", 1, "tensor \"a\" has no \"data_offsets\""},
    {"{\"a\":{\"dtype\":\"U8\",\"dtype\":\"I8\",\"shape\":[],\"data_offsets\":[0,1]}}", 1, "\"a\" has \"dtype\" twice"},
    {"{\"a\":{\"dtype\":7,\"shape\":[],\"data_offsets\":[0,1]}}", 1, "\"a\" has a \"dtype\" that is not a text"},
    {"{" TENSOR("a", "F8_E4M3", "[1]", "[0,1]") "}", 1, "tensor \"a\" has unknown dtype \"F8_E4M3\""},
    {"{" TENSOR("a", "f32", "[1]", "[0,4]") "}", 4, "tensor \"a\" has unknown dtype \"f32\""},
    {"{" TENSOR("a\\u001b[2J", "U8", "[2]", "[0,1]") "}", 1, "tensor \"a<1B>[2J\""},

    /* sizes */
    {"{" TENSOR("a", "U8", "3", "[0,3]") "}", 3, "\"a\" has a \"shape\" that is not a list"},
    {"{" TENSOR("a", "U8", "{\"0\":1}", "[0,1]") "}", 1, "\"a\" has a \"shape\" that is not a list"},
    {"{" TENSOR("a", "U8", "[2,-1]", "[0,1]") "}", 1, "\"a\" has a size -1 on axis 1"},
    {"{" TENSOR("a", "U8", "[1.5]", "[0,1]") "}", 1, "\"a\" has a size 1.5 on axis 0"},
    {"{" TENSOR("a", "U8", "[\"1\"]", "[0,1]") "}", 1, "\"a\" has a size \"1\" on axis 0"},
    {"{" TENSOR("a", "U8", "[1e400]", "[0,1]") "}", 1, "\"a\" has a size inf on axis 0"},
    {"{" TENSOR("a", "U8", "[9007199254740994]", "[0,1]") "}", 1, "\"a\" has a size 9007199254740994 on axis 0"},
    {"{" TENSOR("a", "U8", "[1,1,1,1,1,1,1,1,1]", "[0,1]") "}", 1, "\"a\" has more than 8 axes"},
    {"{" TENSOR("a", "U8", "[4294967296,4294967296]", "[0,0]") "}", 0,
     "\"a\" has a shape whose sizes multiply to more"},
    {"{" TENSOR("a", "F32", "[2147483648,2147483648]", "[0,0]") "}", 0,
     "\"a\" has shape [2147483648, 2147483648] of F32"},
    {"{" TENSOR("a", "F32", "[2,3]", "[0,20]") "}", 20, "shape [2, 3] of F32, 6 x 4 bytes, but data_offsets [0, 20]"},
    {"{" TENSOR("a", "F32", "[]", "[0,0]") "}", 0, "\"a\" has shape [] of F32, 1 x 4 bytes"},

    /* places */
    {"{" TENSOR("a", "U8", "[1]", "[0]") "}", 1, "\"a\" has \"data_offsets\" that are not a list of two"},
    {"{" TENSOR("a", "U8", "[1]", "[0,1,2]") "}", 1, "\"a\" has \"data_offsets\" that are not a list of two"},
    {"{" TENSOR("a", "U8", "[1]", "\"01\"") "}", 1, "\"a\" has \"data_offsets\" that are not a list of two"},
    {"{" TENSOR("a", "U8", "[1]", "[-1,0]") "}", 1, "\"a\" has data_offsets [-1, 0] that are not whole numbers"},
    {"{" TENSOR("a", "U8", "[1]", "[0,0.5]") "}", 1, "\"a\" has data_offsets [0, 0.5] that are not whole numbers"},
    {"{" TENSOR("a", "U8", "[1]", "[1,0]") "}", 1, "\"a\" has data_offsets [1, 0] in reverse"},
    {"{" TENSOR("a", "U8", "[9]", "[0,9]") "}", 8, "\"a\" has data_offsets [0, 9] that reach beyond the 8 bytes"},
    {"{" TENSOR("a", "U8", "[1]", "[9007199254740991,9007199254740992]") "}", 8,
     "\"a\" has data_offsets [9007199254740991"},
    {"{" TENSOR("a", "U8", "[4]", "[0,4]") "," TENSOR("b", "U8", "[4]", "[2,6]") "}", 6,
     "\"b\" begins at byte 2 of the data and so overlaps \"a\", which ends at 4"},
    {"{" TENSOR("a", "U8", "[4]", "[0,4]") "," TENSOR("b", "U8", "[4]", "[0,4]") "}", 4, "overlaps"},
    {"{" TENSOR("b", "U8", "[2]", "[6,8]") "," TENSOR("a", "U8", "[4]", "[0,4]") "}", 8,
     "\"b\" begins at byte 6 of the data and leaves a gap from 4"},
    {"{" TENSOR("a", "U8", "[2]", "[1,3]") "}", 3, "\"a\" begins at byte 1 of the data and leaves a gap from 0"},
    {"{" TENSOR("a", "U8", "[2]", "[0,2]") "}", 5, "3 bytes after the last tensor \"a\" belong to none"},
    {"{}", 5, "5 bytes after the last tensor"},
    {"{" TENSOR("a", "U8", "[2]", "[0,2]") "," TENSOR("a", "U8", "[2]", "[2,4]") "}", 4,
     "tensor \"a\" is listed twice"},
    {"{" TENSOR("a", "U8", "[2]", "[0,2]") "," TENSOR("\\u0061", "U8", "[2]", "[2,4]") "}", 4,
     "tensor \"a\" is listed twice"},
};

static void test_a_lying_header_is_refused_with_tensor_and_numbers(void **state)
{
    Path path = path_in(state, "lies.safetensors");
    for (size_t i = 0; i < sizeof lies / sizeof lies[0]; i++) {
        write_header(path.text, lies[i].header, lies[i].data);
        assert_file_refused(path.text, lies[i].why);
    }
}

static void test_a_wrong_header_length_is_refused(void **state)
{
    Path path = path_in(state, "length.safetensors");
    write_text(path.text, "");
    assert_file_refused(path.text, "0 bytes are too few");
    write_text(path.text, "1234567");
    assert_file_refused(path.text, "7 bytes are too few");
    write_with_length(path.text, (uint64_t)1 << 60, "{}", 0);
    assert_file_refused(path.text, "1152921504606846976 bytes does not fit into the file's 10 bytes");
    write_with_length(path.text, UINT64_MAX, "{}", 0);
    assert_file_refused(path.text, "18446744073709551615 bytes does not fit");
    write_with_length(path.text, 3, "{}", 0);
    assert_file_refused(path.text, "3 bytes does not fit into the file's 10 bytes");
    write_with_length(path.text, __builtin_bswap64(8), "{}      ", 0);
    assert_file_refused(path.text, "looks byte-swapped (big-endian?)");
    write_text(path.text, "version https://git-lfs.github.com/spec/v1\noid sha256:0\n");
    assert_file_refused(path.text, "git lfs pull");
}

static void test_a_header_longer_than_the_format_allows_is_refused(void **state)
{
    Path path = path_in(state, "long.safetensors");
    write_with_length(path.text, 100000001, "{}", 0);
    assert_int_equal(truncate(path.text, 100000100), 0); /* a hole: takes no space */
    assert_file_refused(path.text, "100000001 bytes is longer than the allowed 100000000");
}

static void test_deep_nesting_is_refused(void **state)
{
    Path path = path_in(state, "deep.safetensors");
    Buffer header = {0};
    buffer_append_text(&header, "{\"a\":");
    for (int i = 0; i < 100000; i++)
        buffer_append_text(&header, "[");
    write_header(path.text, buffer_text(&header), 0);
    buffer_free(&header);
    assert_file_refused(path.text, "nested deeper");
}

static void test_a_long_name_leaves_room_for_the_reason(void **state)
{
    Path path = path_in(state, "name.safetensors");
    Buffer header = {0};
    buffer_append_text(&header, "{\"");
    for (int i = 0; i < 5000; i++)
        buffer_append_text(&header, "가\\u0007");
    buffer_append_text(&header, "\":{}}");
    write_header(path.text, buffer_text(&header), 0);
    buffer_free(&header);
    assert_file_refused(path.text, "…\" has no \"dtype\"; fetch");
}

static void test_what_is_no_regular_file_is_refused(void **state)
{
    assert_file_refused(*state, "not a regular file");
    Path pipe = path_in(state, "pipe.safetensors");
    assert_int_equal(mkfifo(pipe.text, 0600), 0);
    assert_file_refused(pipe.text, "not a regular file");
    assert_file_refused(path_in(state, "absent.safetensors").text, "No such file");
}

static void test_an_unreadable_file_is_refused(void **state)
{
    enum { NOBODY = 65534 };
    Path path = path_in(state, "secret.safetensors");
    write_header(path.text, "{}", 0);
    assert_int_equal(chmod(path.text, 0), 0);
    assert_int_equal(chmod(*state, 0755), 0);
    uid_t user = geteuid();
    if (user == 0) /* who may read everything */
        assert_int_equal(seteuid(NOBODY), 0);
    assert_file_refused(path.text, "Permission denied");
    assert_int_equal(seteuid(user), 0);
}

/* What is well-formed */

static void test_the_emptiest_file_has_no_tensors(void **state)
{
    Path path = path_in(state, "empty.safetensors");
    write_header(path.text, "{}", 0);
    Safetensors *safetensors = open_file(path.text);
    assert_int_equal(safetensors_count(safetensors), 0);
    assert_null(safetensors_find(safetensors, "a"));
    assert_null(safetensors_metadata(safetensors, "a"));
    safetensors_free(safetensors);
}

static void test_tensors_of_no_numbers_take_no_place(void **state)
{
    Path path = path_in(state, "none.safetensors");
    write_header(path.text,
                 "{" TENSOR("z", "F32", "[3,0]",
                            "[2,2]") "," TENSOR("a", "U8", "[2]", "[0,2]") "," TENSOR("y", "F32", "[0]", "[0,0]") "}  ",
                 2);
    Safetensors *safetensors = open_file(path.text);
    const SafetensorsEntry *entry = safetensors_find(safetensors, "z");
    assert_int_equal(entry->count, 0);
    assert_int_equal(entry->bytes, 0);
    assert_non_null(entry->data);
    safetensors_free(safetensors);
}

static void test_data_off_its_alignment_is_said_and_read(void **state)
{
    Path path = path_in(state, "odd.safetensors");
    Buffer header = {0};
    buffer_append_text(&header, "{" TENSOR("a", "U8", "[1]", "[0,1]") "," TENSOR("b", "F32", "[1]", "[1,5]") "}");
    while (header.length % 8)
        buffer_append_text(&header, " ");
    write_header(path.text, buffer_text(&header), 5);
    buffer_free(&header);
    Safetensors *safetensors = open_file(path.text);
    const SafetensorsEntry *entry = safetensors_find(safetensors, "b");
    assert_true(safetensors_find(safetensors, "a")->aligned);
    assert_false(entry->aligned);
    Real number;
    safetensors_to_real(entry, &number);
    assert_true(number == (Real)0x1.020202p-125f); /* the bytes 01 01 01 01 */
    safetensors_free(safetensors);
}

static void test_inputs_that_once_broke_the_reader_are_refused(void **state)
{
    (void)state;
    const char *folder = "tests/fuzz/regressions/safetensors";
    DIR *entries = opendir(folder);
    assert_non_null(entries);
    for (struct dirent *entry; (entry = readdir(entries));) {
        Path path;
        snprintf(path.text, sizeof path.text, "%s/%s", folder, entry->d_name);
        if (entry->d_name[0] != '.')
            assert_file_refused(path.text, "");
    }
    closedir(entries);
}

static void test_a_real_model_opens(void **state)
{
    (void)state;
    const char *folder = "../shared/models/stories260k";
    if (!file_is_folder(folder)) {
        print_message("skipped: no %s\n", folder);
        skip();
    }
    Safetensors *safetensors;
    assert_int_equal(safetensors_open_folder(folder, &safetensors, NULL), STATUS_OK);
    const SafetensorsEntry *entry = safetensors_find(safetensors, "model.embed_tokens.weight");
    assert_non_null(entry);
    assert_int_equal(entry->dtype, DTYPE_F32);
    assert_int_equal(entry->rank, 2);
    assert_true(entry->size[0] == 512 && entry->size[1] == 64);
    assert_true(entry->aligned);
    safetensors_free(safetensors);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(test_a_lying_header_is_refused_with_tensor_and_numbers),
        IN_FOLDER(test_a_wrong_header_length_is_refused),
        IN_FOLDER(test_a_header_longer_than_the_format_allows_is_refused),
        IN_FOLDER(test_deep_nesting_is_refused),
        IN_FOLDER(test_a_long_name_leaves_room_for_the_reason),
        IN_FOLDER(test_what_is_no_regular_file_is_refused),
        IN_FOLDER(test_an_unreadable_file_is_refused),
        IN_FOLDER(test_the_emptiest_file_has_no_tensors),
        IN_FOLDER(test_tensors_of_no_numbers_take_no_place),
        IN_FOLDER(test_data_off_its_alignment_is_said_and_read),
        cmocka_unit_test(test_inputs_that_once_broke_the_reader_are_refused),
        cmocka_unit_test(test_a_real_model_opens),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
