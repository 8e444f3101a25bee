#include "base/file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/folder.h"

static void assert_content(const char *path, const char *expected)
{
    Buffer content = {0};
    assert_int_equal(file_read(path, 1000, &content, NULL), STATUS_OK);
    assert_string_equal(buffer_text(&content), expected);
    buffer_free(&content);
}

static void test_the_old_file_stays_until_commit(void **state)
{
    Path path = path_in(state, "file");
    FileWriter writer;
    assert_int_equal(file_write(path.text, "old", 3, NULL), STATUS_OK);
    assert_int_equal(file_writer_begin(&writer, path.text, NULL), STATUS_OK);
    assert_int_equal(file_writer_append(&writer, "one ", 4, NULL), STATUS_OK);
    assert_int_equal(file_writer_append(&writer, "two", 3, NULL), STATUS_OK);
    assert_content(path.text, "old");
    assert_int_equal(file_writer_commit(&writer, NULL), STATUS_OK);
    file_writer_abort(&writer);
    assert_content(path.text, "one two");
    assert_int_equal(count_files(*state), 1);
}

static void test_an_aborted_write_leaves_the_old_file_alone(void **state)
{
    Path path = path_in(state, "file");
    FileWriter writer;
    assert_int_equal(file_write(path.text, "old", 3, NULL), STATUS_OK);
    assert_int_equal(file_writer_begin(&writer, path.text, NULL), STATUS_OK);
    assert_int_equal(file_writer_append(&writer, "new", 3, NULL), STATUS_OK);
    file_writer_abort(&writer);
    assert_content(path.text, "old");
    assert_int_equal(count_files(*state), 1);
}

static void test_a_folder_in_the_way_fails_the_commit_and_names_it(void **state)
{
    Path path = path_in(state, "taken");
    Error error;
    assert_int_equal(mkdir(path.text, 0700), 0);
    assert_int_equal(file_write(path.text, "new", 3, &error), STATUS_IO);
    assert_non_null(strstr(error.message, "/taken: "));
    assert_int_equal(count_files(*state), 1);
}

static void test_a_missing_folder_fails_at_once_and_abort_is_harmless(void **state)
{
    FileWriter writer;
    Error error;
    Path path = path_in(state, "absent/file");
    assert_int_equal(file_writer_begin(&writer, path.text, &error), STATUS_NOT_FOUND);
    assert_non_null(strstr(error.message, "absent/file"));
    file_writer_abort(&writer);
}

static void test_permissions_follow_the_umask(void **state)
{
    Path path = path_in(state, "file");
    struct stat facts;
    mode_t mask = umask(027);
    assert_int_equal(file_write(path.text, "x", 1, NULL), STATUS_OK);
    umask(mask);
    assert_int_equal(stat(path.text, &facts), 0);
    assert_int_equal(facts.st_mode & 0777, 0640);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(test_the_old_file_stays_until_commit),
        IN_FOLDER(test_an_aborted_write_leaves_the_old_file_alone),
        IN_FOLDER(test_a_folder_in_the_way_fails_the_commit_and_names_it),
        IN_FOLDER(test_a_missing_folder_fails_at_once_and_abort_is_harmless),
        IN_FOLDER(test_permissions_follow_the_umask),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
