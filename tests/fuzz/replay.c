/* Replays what fuzzing found: gives each file of tests/fuzz/regressions/TARGET to the fuzz target, without a fuzzer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"

#define FOLDER "tests/fuzz/regressions/" TARGET

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

/* An exact copy, so that AddressSanitizer sees a read past the end. */
static void replay_bytes(const char *bytes, size_t length)
{
    uint8_t *copy = calloc(1, length);
    if (length)
        memcpy(copy, bytes, length);
    LLVMFuzzerTestOneInput(copy, length);
    free(copy);
}

static void test_nothing(void **state)
{
    (void)state;
    replay_bytes(NULL, 0);
}

static void test_regression(void **state)
{
    char path[512];
    snprintf(path, sizeof path, FOLDER "/%s", (char *)*state);
    File file;
    assert_int_equal(file_map(path, &file, NULL), STATUS_OK);
    replay_bytes(file.bytes, file.length);
    file_unmap(&file);
}

static int is_regression(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

int main(void)
{
    struct dirent **entries = NULL;
    int found = scandir(FOLDER, &entries, is_regression, alphasort);
    size_t count = found > 0 ? (size_t)found : 0;
    struct CMUnitTest *tests = calloc(count + 1, sizeof *tests);
    tests[count] = (struct CMUnitTest){.name = "nothing", .test_func = test_nothing};
    for (size_t i = 0; i < count; i++)
        tests[i] = (struct CMUnitTest){
            .name = entries[i]->d_name, .test_func = test_regression, .initial_state = entries[i]->d_name};
    int failed = _cmocka_run_group_tests(TARGET, tests, count + 1, NULL, NULL);
    for (size_t i = 0; i < count; i++)
        free(entries[i]);
    free(entries);
    free(tests);
    return failed;
}
