#include "model/safetensors.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/folder.h"
#include "support/safetensors.h"

static void assert_folder_refused(const char *folder, const char *file, const char *why)
{
    Safetensors *safetensors;
    Error error = {0};
    Status status = safetensors_open_folder(folder, &safetensors, &error);
    assert_refusal(status, safetensors, &error, file, why);
}

static void write_index(void **state, const char *text)
{
    write_text(path_in(state, "model.safetensors.index.json").text, text);
}

/* Two shards: "a" is in one.safetensors, "b" in two.safetensors. */
static void write_shards(void **state)
{
    write_header(path_in(state, "one.safetensors").text, "{" TENSOR("a", "U8", "[1]", "[0,1]") "}", 1);
    write_header(path_in(state, "two.safetensors").text, "{" TENSOR("b", "U8", "[2]", "[0,2]") "}", 2);
}

static void test_shards_are_read_as_one(void **state)
{
    write_shards(state);
    write_index(state, "{\"weight_map\":{\"a\":\"one.safetensors\",\"b\":\"two.safetensors\"}}");
    Safetensors *safetensors;
    assert_int_equal(safetensors_open_folder(*state, &safetensors, NULL), STATUS_OK);
    assert_int_equal(safetensors_count(safetensors), 2);
    assert_string_equal(safetensors_find(safetensors, "a")->file, "one.safetensors");
    assert_string_equal(safetensors_find(safetensors, "b")->file, "two.safetensors");
    assert_string_equal(safetensors_at(safetensors, 1)->name, "b");
    safetensors_free(safetensors);
}

static void test_an_index_that_contradicts_its_shards_is_refused(void **state)
{
    static const struct {
        const char *index, *file, *why;
    } contradictions[] = {
        {"{\"weight_map\":{\"a\":\"one.safetensors\",\"c\":\"two.safetensors\"}}", "two.safetensors",
         "tensor \"c\" is not there, but model.safetensors.index.json lists it"},
        {"{\"weight_map\":{\"b\":\"one.safetensors\",\"a\":\"two.safetensors\"}}", "two.safetensors",
         "tensor \"b\" is there, but model.safetensors.index.json lists it in one.safetensors"},
        {"{\"weight_map\":{\"a\":\"three.safetensors\"}}", "three.safetensors", "No such file"},
        {"{\"weight_map\":{\"a\":\"../one.safetensors\"}}", "index.json", "\"a\" is said to be in \"../one"},
        {"{\"weight_map\":{\"a\":\"/etc/passwd\"}}", "index.json", "not a plain file name"},
        {"{\"weight_map\":{\"a\":\"..\"}}", "index.json", "not a plain file name"},
        {"{\"weight_map\":{\"a\":\"\"}}", "index.json", "not a plain file name"},
        {"{\"weight_map\":{\"a\":1}}", "index.json", "tensor \"a\" has no file name"},
        {"{\"weight_map\":[]}", "index.json", "no object \"weight_map\""},
        {"[]", "index.json", "no object \"weight_map\""},
        {"{", "index.json", "not valid JSON"},
    };
    write_shards(state);
    for (size_t i = 0; i < sizeof contradictions / sizeof contradictions[0]; i++) {
        write_index(state, contradictions[i].index);
        assert_folder_refused(*state, contradictions[i].file, contradictions[i].why);
    }
}

static void test_a_tensor_in_two_shards_is_refused_naming_both(void **state)
{
    write_shards(state);
    write_header(path_in(state, "two.safetensors").text, "{" TENSOR("a", "U8", "[2]", "[0,2]") "}", 2);
    write_index(state, "{\"weight_map\":{\"a\":\"one.safetensors\",\"b\":\"two.safetensors\"}}");
    assert_folder_refused(*state, "two.safetensors", "tensor \"a\" is in one.safetensors too");
}

static void test_a_folder_without_a_model_is_refused(void **state)
{
    assert_folder_refused(*state, *state, "neither model.safetensors nor model.safetensors.index.json");
    assert_folder_refused(path_in(state, "absent").text, "absent", "not a folder");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(test_shards_are_read_as_one),
        IN_FOLDER(test_an_index_that_contradicts_its_shards_is_refused),
        IN_FOLDER(test_a_tensor_in_two_shards_is_refused_naming_both),
        IN_FOLDER(test_a_folder_without_a_model_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
